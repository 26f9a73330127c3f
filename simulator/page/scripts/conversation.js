/** The middle column: header, pinned bar, messages, composer. */
import { avatar } from "./avatar.js";
import { composer } from "./composer.js";
import { openMenu, toast } from "./dialogs.js";
import { el, fillNode } from "./dom.js";
import { topicBar } from "./group.js";
import { icon } from "./icons.js";
import { messageList } from "./messages.js";
import { fill, refusalText, words } from "./words.js";

/** {element, show(view), composer, list}. `hands` are the actions of the page (see actions.js). */
export function conversation(hands) {
  const head = el("div", { class: "chat-head" });
  const topics = el("div", { class: "topic-box" });
  const pinned = el("div", { class: "pinned", hidden: true });
  const about = el("div", { class: "about", hidden: true });
  const list = messageList(hands, hands.older);
  const writer = composer(hands.writing);
  const closed = el("footer", { class: "composer-closed", hidden: true });
  const body = el("div", { class: "chat-body", hidden: true }, head, topics, pinned, list.element, about, writer.element, closed);
  const nothing = el("div", { class: "nothing-open" }, el("div", { class: "pill" }, words.chat.pickTitle), el("small", {}, words.chat.pickHint));
  const element = el("main", { class: "conversation" }, nothing, body);
  let pin = 0;

  function show(view) {
    body.hidden = !view;
    nothing.hidden = Boolean(view);
    if (!view) return;
    whenNew(head, headFacts(view), () => headParts(view, hands));
    whenNew(topics, [view.chat.id, view.chat.topics, view.topic], () => view.chat.forum ? topicBar(view.chat, view.topic, hands.openTopic) : null);
    showPinned(view);
    showAbout(view);
    list.show(view.messages, { title: view.chat.title, showNames: view.chat.kind !== "private", unreadFrom: view.unreadFrom });
    showComposer(view);
  }
  function showPinned(view) {
    const pins = view.pinned ?? [];
    pinned.hidden = !pins.length;
    pin = Math.min(pin, pins.length - 1);
    if (!pins.length) return;
    const at = pin < 0 ? pins.length - 1 : pin;
    const title = pins.length > 1 ? fill(words.chat.pinnedN, { n: at + 1, count: pins.length }) : words.chat.pinned;
    const text = pins[at].text || words.kinds[pins[at].kind] || words.message.attachment;
    const next = () => {
      hands.jump(pins[at].id);
      pin = (at - 1 + pins.length) % pins.length;
      showPinned(view);
    };
    whenNew(pinned, [pins, at], () => el("button", { type: "button", class: "pinned-main", onclick: next, "aria-label": `${title}：${text}` },
      el("span", { class: "pinned-text" }, el("strong", {}, title), el("span", {}, text)), icon("tack", 20)));
  }
  function showAbout(view) {
    about.hidden = view.messages.length > 0;
    list.element.hidden = view.messages.length === 0;
    if (about.hidden) return;
    const text = view.chat.kind === "private" ? hands.description() || words.chat.defaultAbout : words.chat.emptyGroup;
    const title = view.chat.kind === "private" ? words.chat.whatCanBot : words.chat.emptyTitle;
    fillNode(about, el("div", { class: "about-card" }, avatar(view.chat, 72), el("strong", {}, title), el("p", {}, text)));
  }
  function showComposer(view) {
    const button = closedButton(view.chat, hands);
    writer.element.hidden = Boolean(button);
    closed.hidden = !button;
    whenNew(closed, [view.chat.id, view.chat.blocked, view.chat.started, view.chat.readonly], () => button);
    writer.update({
      commands: view.commands ?? [], username: hands.username(), group: view.chat.kind !== "private", keyboard: view.keyboard,
      topic: topicName(view), force: view.force_reply,
    });
  }
  function open() {
    pin = -1;
    list.reset();
  }
  return { element, show, open, composer: writer, list };
}

const shown = new WeakMap();

/** Fill `node` anew only when `facts` changed, so that the focus stays where it is. */
function whenNew(node, facts, build) {
  const told = JSON.stringify(facts);
  if (shown.get(node) === told) return;
  shown.set(node, told);
  fillNode(node, build());
}

function topicName(view) {
  return (view.chat.topics ?? []).find((topic) => topic.id === view.topic)?.name ?? null;
}

function closedButton(chat, hands) {
  const button = (label, act) => el("button", { type: "button", class: "wide-button", onclick: () => hands.act(act) }, label);
  if (chat.kind !== "private") return chat.readonly ? el("p", {}, chat.moved_to ? words.chat.moved : words.chat.readonly) : null;
  if (chat.blocked) return button(words.chat.unblock, "unblock");
  return chat.started === false ? button(words.chat.start, "start") : null;
}

function subtitle(view) {
  const { chat } = view;
  if (view.typing) return el("span", { class: "typing" }, words.chat[view.typing] ?? words.chat.typing, el("i"), el("i"), el("i"));
  if (chat.kind === "private") return words.chat.bot;
  const members = fill(words.chat.members, { count: chat.members?.length ?? chat.members_count ?? 0 });
  return chat.bot_member === false ? `${members} · ${words.chat.removed}` : members;
}

function headFacts({ chat, typing }) {
  return [chat.id, chat.title, chat.kind, chat.bot_member, chat.members?.length, typing];
}

function headParts(view, hands) {
  const { chat } = view;
  const isGroup = chat.kind !== "private";
  const more = el("button", { type: "button", class: "round", "aria-label": words.group.actions, "aria-haspopup": "menu", title: words.group.actions, onclick: () => openMenu(more, hands.chatMenu(), words.group.actions) }, icon("more"));
  const names = [avatar(chat, 40), el("span", { class: "head-text" }, el("strong", { role: "heading", "aria-level": "1" }, chat.title), el("small", { "aria-live": "polite" }, subtitle(view)))];
  const title = isGroup ? el("button", { type: "button", class: "head-title", "aria-label": `${chat.title}，${words.group.info}`, onclick: hands.info }, names) : el("div", { class: "head-title" }, names);
  return [el("button", { type: "button", class: "round back", "aria-label": words.back, onclick: hands.back }, icon("back")), title, more];
}

/** Say that something went wrong. */
export function complain(problem) {
  toast(refusalText(problem?.message), "bad");
}
