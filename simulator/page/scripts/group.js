/** Members of a group, and what can be done with a chat. */
import { avatar } from "./avatar.js";
import { confirm, dialogButtons, openDialog, toast } from "./dialogs.js";
import { copyText, el } from "./dom.js";
import { icon } from "./icons.js";
import { addressOf, choosePerson } from "./people.js";
import { fill, words } from "./words.js";

/** The items of the menu of `chat`; `hands`: act(name), info(), addMember(), newTopic(). */
export function chatActions(chat, hands) {
  const acts = chat.kind === "private" ? privateActions(chat, hands) : groupActions(chat, hands);
  return acts;
}

function privateActions(chat, hands) {
  const block = { label: words.group.block, icon: "block", kind: "danger", run: () => asked(words.group.block, words.group.blockText, () => hands.act("block")) };
  const unblock = { label: words.group.unblock, icon: "check", run: () => hands.act("unblock") };
  return [{ label: words.group.restart, icon: "restart", run: () => hands.act("start") }, null, chat.blocked ? unblock : block];
}

function groupActions(chat, hands) {
  const remove = { label: words.group.removeBot, icon: "bot", run: () => asked(words.group.removeBot, words.group.removeText, () => hands.act("remove_bot")) };
  const add = { label: words.group.addBot, icon: "bot", run: () => hands.act("add_bot") };
  const upgrade = { label: words.group.upgrade, icon: "up", run: () => asked(words.group.upgrade, words.group.upgradeText, () => hands.act("upgrade")) };
  const promote = { label: words.group.promoteBot, icon: "check", run: () => asked(words.group.promoteBot, words.group.promoteText, () => hands.act("promote_bot")) };
  return [
    { label: words.group.info, icon: "users", run: hands.info },
    { label: words.group.addMember, icon: "plus", run: hands.addMember },
    ...(chat.forum ? [{ label: words.group.newTopic, icon: "plus", run: hands.newTopic }] : []),
    { label: words.group.copyId, icon: "copy", run: () => copied(chat.id) },
    null,
    chat.bot_member === false ? add : remove,
    ...(botIsAdmin(chat) || chat.bot_member === false ? [] : [promote]),
    ...(chat.kind === "group" ? [upgrade] : []),
    null,
    { label: words.group.leave, icon: "leave", kind: "danger", run: () => asked(words.group.leave, words.group.leaveText, () => hands.act("leave")) },
  ];
}

function botIsAdmin(chat) {
  return (chat.members ?? []).some((member) => member.is_bot && member.admin);
}

/** Ask for the name of a new topic; undefined when cancelled. */
export function askTopic() {
  return askName(words.group.newTopic, words.group.topicName, []);
}

/** Ask for the name of a new group; {title, forum} or undefined. */
export async function askGroup() {
  const forum = el("input", { type: "checkbox" });
  const title = await askName(words.chats.newGroup, words.chats.newGroupName, [
    el("label", { class: "check-line" }, forum, words.chats.newGroupForum), el("p", { class: "dialog-hint" }, words.chats.newGroupHint)]);
  return title ? { title, forum: forum.checked } : undefined;
}

function askName(title, label, more) {
  const field = el("input", { class: "field", "aria-label": label, placeholder: label, autofocus: true, maxlength: 128 });
  return openDialog({
    title, className: "small",
    content: (close) => {
      field.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && close(field.value.trim()));
      return [el("div", { class: "field-gap" }, field), more, dialogButtons(close, [[words.cancel], [words.chats.create, () => field.value.trim(), "primary"]])];
    },
  });
}

async function copied(id) {
  await copyText(String(id));
  toast(`${words.copied}：${id}`);
}

async function asked(title, text, run) {
  if (await confirm({ title: `${title}？`, text, ok: title, kind: "danger" })) run();
}

/** The window with the members of `chat`. */
export function showMembers(chat, notes, me) {
  const members = [...(chat.members ?? [])].sort((a, b) => Number(Boolean(b.is_bot)) - Number(Boolean(a.is_bot)));
  return openDialog({
    title: chat.title, className: "people-dialog",
    content: (close) => [
      el("button", { type: "button", class: "round dialog-close", "aria-label": words.close, autofocus: true, onclick: () => close() }, icon("close")),
      el("p", { class: "dialog-hint" }, `${chat.kind === "supergroup" ? words.chat.supergroup : words.chat.group} · ${fill(words.group.members, { count: members.length })}`),
      el("ul", { class: "people-list people-scroll" }, members.map((member) => memberRow(member, notes, me))),
    ],
  });
}

function memberRow(member, notes, me) {
  const note = member.is_bot ? words.group.bot : member.note ?? notes.get(member.id) ?? "";
  const rank = member.admin ? el("span", { class: "rank" }, words.group.admin) : null;
  const label = fill(words.group.openAs, { name: member.name });
  const open = member.is_bot || member.id === me ? null : el("a", { class: "round quiet", href: addressOf(member.id), target: "_blank", "aria-label": label, title: label }, icon("tab", 18));
  return el("li", { class: "person" }, el("span", { class: "person-main" }, avatar(member, 42),
    el("span", { class: "person-text" }, el("strong", {}, member.name), el("small", {}, note)), rank), open);
}

/** Choose somebody to bring into `chat`; the id or undefined. */
export function chooseMember(people, chat) {
  const inside = new Set((chat.members ?? []).map((member) => member.id));
  return choosePerson(people.filter((person) => !inside.has(person.id)), null);
}

/** The row of topics of a forum group; `open(id|null)`. */
export function topicBar(chat, current, open) {
  const topics = [{ id: null, name: words.group.all }, ...(chat.topics ?? [])];
  return el("div", { class: "topics", role: "tablist", "aria-label": words.group.topics }, topics.map((topic) =>
    el("button", { type: "button", role: "tab", class: "topic", "aria-selected": String((topic.id ?? null) === current), onclick: () => open(topic.id ?? null) },
      topic.name, topic.closed ? el("small", {}, words.group.closed) : null, topic.unread ? el("span", { class: "badge" }, String(topic.unread)) : null)));
}
