/** The page as a whole: who I am, which chat is open, and keeping what is shown true. */
import * as api from "./api.js";
import { actionsOf } from "./actions.js";
import { addressOfView, wanted } from "./address.js";
import { chatList } from "./chatlist.js";
import { clockBar } from "./clockbar.js";
import { complain, conversation } from "./conversation.js";
import { toast } from "./dialogs.js";
import { el, fillNode } from "./dom.js";
import { askGroup } from "./group.js";
import { receiveDrops } from "./drops.js";
import { newsHandlers } from "./news.js";
import { choosePerson, remember, welcome } from "./people.js";
import { applyTheme, themeButton } from "./theme.js";
import { Timeline } from "./timeline.js";
import { setClock } from "./time.js";
import { typingState } from "./typing.js";
import { fill, words } from "./words.js";

const REFRESH_WAIT = 15;
const app = document.getElementById("app");
const state = { world: null, me: null, chats: [], chatId: null, topic: null, view: null, timeline: new Timeline(), pageStart: 0, loadingOlder: false };
const drafts = new Map();
const typing = typingState(() => showChat());
const page = { state, open, openPrivate, back, jump, older, refreshSoon, talk: null };
let stopListening = () => undefined;
let refreshing = false;
let again = false;

const offline = el("div", { class: "offline", role: "alert", hidden: true }, el("span", { class: "spinner" }), words.offline);
const side = chatList({ open: (id) => open(id), change, found: foundGroup });
const clock = clockBar(() => refresh(), themeButton());

const address = (chatId, topic) => addressOfView(state.me.id, chatId, topic);

async function boot() {
  applyTheme();
  try {
    state.world = await api.world();
  } catch {
    fillNode(app, el("div", { class: "welcome" }, el("div", { class: "welcome-card" }, el("p", { role: "alert" }, words.unreachable))));
    setTimeout(boot, 1500);
    return;
  }
  setClock(state.world.clock ?? { now: state.world.now });
  const { as } = wanted();
  const person = state.world.people.find((item) => item.id === as);
  if (person) await become(person);
  else choose(as === null ? null : fill(words.people.unknown, { id: as }));
}

function choose(problem) {
  fillNode(app, clock.element, welcome(state.world.people, problem, (id) => become(state.world.people.find((item) => item.id === id), true)));
  app.dataset.view = "welcome";
  clock.show();
}

async function change() {
  state.world = await api.world().catch(complain) ?? state.world;
  const id = await choosePerson(state.world.people, state.me.id);
  if (id !== undefined && id !== state.me.id) await become(state.world.people.find((item) => item.id === id), true);
}

async function become(person, fresh = false) {
  stopListening();
  Object.assign(state, { me: person, chats: [], chatId: null, topic: null, view: null });
  drafts.clear();
  remember(person.id);
  document.title = `${person.name} · ${words.brand}`;
  page.talk = conversation(actionsOf(page));
  fillNode(app, offline, clock.element, side.element, page.talk.element);
  app.dataset.view = "list";
  clock.show();
  receiveDrops(page.talk.element, () => state.view, page.talk.composer.files);
  if (fresh) history.pushState(null, "", address(null, null));
  stopListening = api.listen(person.id, news.notice, news.connection);
  await loadChats();
  const { chat, topic } = fresh ? {} : wanted();
  const first = chat ?? (matchMedia("(min-width: 761px)").matches ? state.chats.find((item) => item.kind === "private")?.id : null);
  if (first !== null && first !== undefined) await open(first, topic ?? null, true);
}

async function loadChats() {
  const { id } = state.me;
  const chats = await api.chats(id).catch(complain);
  if (!chats || id !== state.me.id) return;
  state.chats = chats;
  side.show(state);
  const unread = chats.reduce((sum, chat) => sum + (chat.unread ?? 0), 0);
  document.title = `${unread ? `(${unread}) ` : ""}${state.me.name} · ${words.brand}`;
}

async function open(id, topic = null, quietly = false) {
  if (state.chatId !== null) drafts.set(`${state.chatId}:${state.topic}`, page.talk.composer.text());
  Object.assign(state, { chatId: id, topic, view: null, timeline: new Timeline() });
  typing.ended();
  page.talk.open();
  history[quietly ? "replaceState" : "pushState"](null, "", address(id, topic));
  app.dataset.view = "chat";
  side.show(state);
  await loadChat(true);
  page.talk.composer.clear();
  page.talk.composer.setText(drafts.get(`${id}:${topic}`) ?? "", mayTakeFocus());
}

/** The composer takes the focus on a wide screen, and only from those who are not busy elsewhere. */
function mayTakeFocus() {
  const busy = document.activeElement !== document.body && !document.activeElement.closest(".chat-list, .conversation");
  return matchMedia("(min-width: 761px)").matches && !busy;
}

function openPrivate() {
  const chat = state.chats.find((item) => item.kind === "private");
  return chat.id === state.chatId ? Promise.resolve() : open(chat.id);
}

function back() {
  Object.assign(state, { chatId: null, topic: null, view: null });
  history.pushState(null, "", address(null, null));
  app.dataset.view = "list";
  page.talk.show(null);
  side.show(state);
  loadChats();
}

async function loadChat(opening = false) {
  const { chatId, topic, me } = state;
  if (chatId === null) return;
  const answer = await api.chat(me.id, chatId, topic).catch(complain);
  if (!answer || state.chatId !== chatId || state.topic !== topic || state.me !== me) return;
  state.timeline.merge(answer);
  state.pageStart = answer.messages[0]?.id ?? 0;
  const unreadFrom = opening ? firstUnread(answer.messages, chatId) : state.view?.unreadFrom ?? null;
  state.view = { ...answer, unreadFrom };
  if (opening && answer.typing) typing.began(answer.typing);
  showChat();
  readIt();
}

function showChat() {
  if (!state.view) return;
  const listed = state.chats.find((item) => item.id === state.chatId);
  const chat = { ...listed, ...state.view.chat };
  state.view = { ...state.view, chat, topic: state.topic, typing: typing.action, messages: state.timeline.all };
  page.talk.show(state.view);
}

function firstUnread(messages, chatId) {
  const count = state.chats.find((item) => item.id === chatId)?.unread ?? 0;
  const incoming = messages.filter((message) => !message.out);
  return count > 0 && count < incoming.length ? incoming.at(-count).id : null;
}

function readIt() {
  const unread = state.chats.find((item) => item.id === state.chatId)?.unread;
  if (document.visibilityState !== "visible" || unread === 0) return;
  api.act(state.me.id, "read", { chat: state.chatId, topic: state.topic }).then(loadChats).catch(() => undefined);
}

async function refresh() {
  await loadChats();
  await loadChat();
}

/** Refresh in a moment; many calls while one runs make one more. */
async function refreshSoon() {
  if (refreshing) {
    again = true;
    return;
  }
  refreshing = true;
  await new Promise((resolve) => setTimeout(resolve, REFRESH_WAIT));
  await refresh();
  refreshing = false;
  if (again) {
    again = false;
    refreshSoon();
  }
}

async function foundGroup() {
  const wish = await askGroup();
  const answer = wish ? await api.act(state.me.id, "new_group", wish).catch(complain) : null;
  if (!answer) return;
  await loadChats();
  await open(answer.chat);
}

async function older() {
  const before = state.timeline.oldest;
  if (state.loadingOlder || !state.timeline.more || before === null) return;
  state.loadingOlder = true;
  const { chatId, topic, timeline } = state;
  const answer = await api.chat(state.me.id, chatId, topic, before).catch(complain);
  state.loadingOlder = false;
  if (!answer || state.timeline !== timeline) return;
  timeline.merge(answer, before);
  showChat();
}

/** Fetch what stands around message `id`, which is above the newest page; nothing when it was never loaded. */
async function reloadAt(id) {
  const { chatId, topic, timeline } = state;
  if (!timeline.byId.has(id)) return;
  const answer = await api.chat(state.me.id, chatId, topic, id + 1).catch(complain);
  if (!answer || state.timeline !== timeline) return;
  timeline.merge(answer, id + 1);
  showChat();
}

async function jump(id) {
  while (!page.talk.list.jump(id)) {
    if (!state.timeline.more || state.timeline.oldest <= id) return toast(words.message.gone);
    await older();
  }
  return undefined;
}

const news = newsHandlers({ state, typing, offline, clock, refresh, refreshSoon, reloadAt, open, showChat, choose, stop: () => stopListening() });

addEventListener("popstate", () => {
  const { as, chat, topic } = wanted();
  if (as !== state.me?.id) return void boot();
  if (chat !== null) return void open(chat, topic, true);
  Object.assign(state, { chatId: null, topic: null, view: null });
  app.dataset.view = "list";
  page.talk.show(null);
  side.show(state);
  return undefined;
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && state.me && state.view && refresh());
boot();
