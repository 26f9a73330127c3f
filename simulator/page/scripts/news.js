/** What the server tells unasked, and the line it comes over. */
import * as api from "./api.js";
import { toast } from "./dialogs.js";
import { setClock } from "./time.js";
import { fill, words } from "./words.js";

/** {notice(event), connection(connected, again)} for `api.listen`; `page` holds the state and the ways to redraw. */
export function newsHandlers(page) {
  const { state, typing } = page;

  function notice(event) {
    const here = event.chat === state.chatId;
    if (event.kind === "clock") return takeClock(event.clock ?? event);
    if (event.kind === "typing") return here ? typed(event) : undefined;
    if (event.moved_to && here) return page.open(event.moved_to, state.topic, true);
    if (event.kind === "message" && here) typing.ended();
    if (["edit", "delete"].includes(event.kind) && here && event.message < state.pageStart) page.reloadAt(event.message);
    return page.refreshSoon();
  }

  function takeClock(clock) {
    setClock(clock);
    page.clock.show();
    page.showChat();
  }

  function typed(event) {
    typing.began(event.action);
    page.showChat();
  }

  /** After a restart of the server the person may be gone: then ask again who one is. */
  async function stillThere() {
    const known = await api.world().catch(() => null);
    if (!known || known.people.some((person) => person.id === state.me.id)) return;
    page.stop();
    state.world = known;
    page.choose(fill(words.people.unknown, { id: state.me.id }));
  }

  async function connection(connected, again) {
    page.offline.hidden = connected;
    if (!connected) await stillThere();
    if (!connected || !again) return;
    toast(words.online);
    const known = await api.world().catch(() => null);
    if (known) {
      state.world = known;
      takeClock(known.clock ?? { now: known.now });
    }
    await page.refresh();
  }

  return { notice, connection };
}
