/** Everything one can do inside an open chat, told to the server. */
import { act, upload } from "./api.js";
import { askLocation, askVoice, pickFiles, previewFiles, samplePhoto } from "./attach.js";
import { buttonKey, markWaiting } from "./buttons.js";
import { complain } from "./conversation.js";
import { confirm, dialogButtons, openDialog, openMenu, showAlert, toast } from "./dialogs.js";
import { copyText, el } from "./dom.js";
import { askTopic, chatActions, chooseMember, showMembers } from "./group.js";
import { botLink, isOwn } from "./links.js";
import { fill, words } from "./words.js";

/** The hands given to the conversation; `page` is the controller of main.js. */
export function actionsOf(page) {
  const pending = new Set();
  const here = () => ({ chat: page.state.chatId, topic: page.state.topic });
  const me = () => page.state.me.id;

  async function tell(name, fields = {}) {
    try {
      const answer = await act(me(), name, { ...here(), ...fields });
      page.refreshSoon();
      return answer;
    } catch (problem) {
      complain(problem);
      return null;
    }
  }

  async function send(text, { replyTo, editing }) {
    if (editing) await tell("edit", { message: editing.id, text });
    else if (/^\/start(@\w+)?( |$)/.test(text) && page.state.view.chat.kind === "private") await tell("start", { payload: text.split(/\s+/)[1] });
    else await tell("say", { text, reply_to: replyTo?.id });
  }

  async function tap(message, button) {
    const special = { url: () => openLink(button.url), switch_inline_current: () => page.talk.composer.setText(`@${username()} ${button.query ?? ""}`), switch_inline: () => switchInline(button.query ?? ""), copy: () => copyButton(button) }[button.kind];
    if (special) return special();
    const key = buttonKey(message, button);
    if (pending.has(key)) return undefined;
    pending.add(key);
    markWaiting(page.talk.list.list, key, true);
    const result = await tell("tap", { message: message.id, row: button.row, col: button.col });
    pending.delete(key);
    markWaiting(page.talk.list.list, key, false);
    return showAnswer(result);
  }

  function showAnswer(result) {
    if (!result) return undefined;
    const { answer } = result;
    if (!answer || answer.timed_out || result.timed_out) return toast(words.buttons.timeout, "bad");
    if (answer.url) openLink(answer.url);
    else if (answer.query) switchInline(answer.query);
    if (answer.text && answer.alert) return showAlert(answer.text, page.state.world.bot.name);
    return answer.text ? toast(answer.text) : undefined;
  }

  async function copyButton(button) {
    await copyText(button.copy ?? button.text);
    toast(words.buttons.copied);
  }

  function openLink(address) {
    const deep = botLink(address, username());
    if (deep) return deep.payload ? startWith(deep.payload) : page.openPrivate();
    if (isOwn(address)) return void window.open(address, "_blank", "noopener");
    return openDialog({
      title: words.buttons.external, className: "small",
      content: (close) => [el("p", { class: "dialog-text address" }, address),
        dialogButtons(close, [[words.copy, () => void copyText(address)], [words.close]])],
    });
  }

  async function startWith(payload) {
    await page.openPrivate();
    await tell("start", { payload });
  }

  async function switchInline(query) {
    const chats = page.state.chats.map((chat) => ({ label: chat.title, icon: chat.kind === "private" ? "bot" : "users", run: async () => {
      await page.open(chat.id);
      page.talk.composer.setText(`@${username()} ${query}`);
    } }));
    openMenu({ x: innerWidth / 2 - 120, y: innerHeight / 3 }, chats, words.buttons.choose);
  }

  async function press(key) {
    if (key.request_contact) {
      const bot = page.state.world.bot.name;
      const text = fill(words.keyboard.contactText, { bot, phone: page.state.me.phone ?? "" });
      if (await confirm({ title: words.keyboard.contactTitle, text, ok: words.keyboard.share, kind: "primary" })) await tell("contact");
    } else if (key.request_location) await sendPlace();
    else await tell("reply_key", { text: key.text });
  }

  async function sendFiles(files, asPhotos) {
    const replyTo = page.talk.composer.replyTo()?.id;
    const choice = await previewFiles(files, asPhotos);
    if (!choice) return;
    const fields = { ...here(), kind: choice.kind, caption: choice.caption, reply_to: replyTo };
    await upload(me(), fields, choice.files).catch(complain);
    page.talk.composer.clear();
    page.refreshSoon();
  }

  async function sendPlace() {
    const place = await askLocation();
    if (place) await tell("location", place);
  }

  async function sendVoice() {
    const seconds = await askVoice();
    if (seconds) await tell("voice", { seconds });
  }

  const attach = (kind) => ({
    photo: async () => sendFiles(await pickFiles("image/*"), true),
    file: async () => sendFiles(await pickFiles(""), false),
    sample: async () => sendFiles([await samplePhoto()], true),
    voice: sendVoice,
    location: sendPlace,
  })[kind]();

  const query = (text) => act(me(), "inline_query", { ...here(), query: text }).catch(complain);
  const pick = (result, text, answer) => tell("inline_pick", { query: text, query_id: answer.query_id, result: result.id });
  const username = () => page.state.world.bot.username;

  function menu(message, anchor) {
    const items = [{ label: words.message.reply, icon: "reply", run: () => page.talk.composer.reply(message) }];
    if (message.text) items.push({ label: words.message.copy, icon: "copy", run: () => copyText(message.text).then(() => toast(words.copied)) });
    if (message.out && message.text && !message.via) items.push({ label: words.message.edit, icon: "edit", run: () => page.talk.composer.edit(message) });
    if (message.out) items.push(null, { label: words.message.remove, icon: "trash", kind: "danger", run: () => tell("delete", { message: message.id }) });
    openMenu(anchor, items, words.message.actions);
  }

  const info = () => showMembers(page.state.view.chat, new Map(page.state.world.people.map((person) => [person.id, person.note])), me());

  async function addMember() {
    const member = await chooseMember(page.state.world.people, page.state.view.chat);
    if (member) await tell("add_member", { member });
  }

  async function newTopic() {
    const name = await askTopic();
    const answer = name ? await tell("new_topic", { name }) : null;
    if (answer?.topic) await page.open(page.state.chatId, answer.topic);
  }

  async function chatAct(name) {
    const answer = await tell(name);
    if (name === "upgrade" && answer?.chat) await page.open(answer.chat);
    if (name === "leave" && answer) page.back();
  }

  return {
    pending, tap, menu, info, username, jump: (id) => page.jump(id), back: () => page.back(), older: () => page.older(), openTopic: (id) => page.open(page.state.chatId, id),
    act: chatAct, command: (text) => send(text, {}), link: openLink, mention: (name) => mentioned(page, name, username()), reply: (message) => page.talk.composer.reply(message),
    description: () => page.state.world.bot.description ?? "", chatMenu: () => chatActions(page.state.view.chat, { act: chatAct, info, addMember, newTopic }),
    writing: { send, press, attach, query, pick, start: startWith, files: (files) => sendFiles(files, true) },
  };
}

function mentioned(page, name, username) {
  if (name.slice(1).toLowerCase() === username.toLowerCase()) page.talk.composer.setText(`${name} `);
}
