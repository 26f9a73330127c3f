/** Where one writes: text, commands, inline queries, attachments, reply and edit bars. */
import { debounce, el, fillNode } from "./dom.js";
import { openMenu } from "./dialogs.js";
import { icon } from "./icons.js";
import { replyKeyboard } from "./replykeyboard.js";
import { fittingCommands, inlineQuery, isMentionStart, markOf, suggestions } from "./suggest.js";
import { fill, words } from "./words.js";

const QUERY_WAIT = 200;

/**
 * The composer. `hands`: send(text, {replyTo, editing}), press(key), attach(kind), files(list), query(text) → {results, button}, pick(result, query), start(payload).
 */
export function composer(hands) {
  const field = el("textarea", { class: "composer-field", rows: 1, role: "combobox", "aria-label": words.composer.label, "aria-expanded": "false", "aria-autocomplete": "list", placeholder: words.composer.placeholder });
  const suggest = suggestions(field);
  const keyboard = replyKeyboard(hands.press);
  const send = el("button", { type: "submit", class: "round send", "aria-label": words.composer.send }, icon("send"));
  const menu = el("button", { type: "button", class: "command-button", "aria-label": words.composer.commands, "aria-haspopup": "listbox", onclick: showCommands }, icon("slash", 20), el("span", {}, words.composer.menu));
  const attach = el("button", { type: "button", class: "round", "aria-label": words.composer.attach, "aria-haspopup": "menu", onclick: () => openMenu(attach, attachItems(hands), words.composer.attach) }, icon("attach"));
  const bar = el("div", { class: "composer-bar", hidden: true });
  const form = el("form", { class: "composer-line", onsubmit: submit }, menu, attach, field, keyboard.toggle, send);
  const element = el("footer", { class: "composer" }, suggest.element, bar, form, keyboard.element);
  const state = { commands: [], username: "", group: false, replyTo: null, editing: null, query: 0, asked: "" };

  function resize() {
    field.style.height = "auto";
    const height = Math.min(field.scrollHeight, 180);  // 0 while it is hidden
    if (height) field.style.height = `${height}px`;
    send.classList.toggle("ready", field.value.trim() !== "");
  }
  function setText(text, focus = true) {
    field.value = text;
    resize();
    offer();
    if (focus) field.focus();
  }
  function commandOptions(commands) {
    return commands.map((item) => ({
      title: `/${item.command}`, description: item.description, mark: null,
      run: (complete) => complete ? setText(`/${item.command} `) : submitText(`/${item.command}${state.group ? `@${state.username}` : ""}`),
    }));
  }
  function showCommands() {
    if (suggest.isOpen()) suggest.hide();
    else suggest.show(commandOptions(state.commands), words.composer.commands, words.composer.commandsEmpty);
    field.focus();
  }
  function offer() {
    const query = inlineQuery(field.value, state.username);
    if (query !== null) ask(query);
    else if (isMentionStart(field.value, state.username)) offerBot();
    else {
      const commands = fittingCommands(field.value, state.commands);
      if (commands.length) suggest.show(commandOptions(commands), words.composer.commands);
      else suggest.hide();
    }
  }
  function offerBot() {
    suggest.show([{ title: `@${state.username}`, description: words.composer.mention, mark: "@", run: () => setText(`@${state.username} `) }], words.composer.inlineLabel);
  }
  const ask = debounce(async (query) => {
    const turn = (state.query += 1);
    field.classList.add("asking");
    const answer = await hands.query(query);
    if (turn !== state.query) return;
    field.classList.remove("asking");
    if (inlineQuery(field.value, state.username) !== query || !answer) return;
    suggest.show(inlineOptions(answer, query), words.composer.inlineLabel, query ? words.composer.inlineNone : words.composer.inlineHint);
  }, QUERY_WAIT);
  function inlineOptions(answer, query) {
    const rows = (answer.results ?? []).map((result) => ({
      title: result.title || result.type, description: result.description, thumb: result.thumb, mark: markOf(result.title ?? ""),
      run: () => {
        clear();
        hands.pick(result, query, answer);
      },
    }));
    const { button } = answer;
    if (button) rows.unshift({ title: button.text, description: null, mark: "↗", run: () => hands.start(button.start ?? button.start_parameter) });
    return rows;
  }
  function clear() {
    cancelBar();
    suggest.hide();
    field.value = "";
    resize();
  }
  function submitText(text) {
    const context = { replyTo: state.replyTo, editing: state.editing };
    clear();
    hands.send(text, context);
    field.focus();
  }
  function submit(event) {
    event?.preventDefault();
    const text = field.value.trim();
    if (text && inlineQuery(field.value, state.username) === null) submitText(text);
    else field.focus();
  }
  function cancelBar() {
    state.replyTo = null;
    state.editing = null;
    bar.hidden = true;
  }
  function showBar(name, title, text) {
    bar.hidden = false;
    fillNode(bar, icon(name), el("span", { class: "bar-text" }, el("strong", {}, title), el("span", {}, text)),
      el("button", { type: "button", class: "round quiet", "aria-label": words.composer.stop, onclick: stopBar }, icon("close", 20)));
    field.focus();
  }
  function stopBar() {
    if (state.editing) setText("");
    cancelBar();
    field.focus();
  }
  function reply(message) {
    cancelBar();
    state.replyTo = message;
    showBar("reply", fill(words.composer.replying, { name: message.out ? words.message.out : message.from.name }), message.text || words.message.photo);
  }
  function edit(message) {
    cancelBar();
    state.editing = message;
    setText(message.text);
    showBar("edit", words.composer.editing, message.text);
  }
  function update({ commands, username, group, keyboard: keys, topic, force }) {
    Object.assign(state, { commands, username, group });
    menu.hidden = !commands.length;
    keyboard.show(keys);
    field.placeholder = keys?.placeholder ?? force?.placeholder ?? (topic ? fill(words.composer.placeholderTopic, { topic }) : words.composer.placeholder);
  }
  field.addEventListener("input", () => {
    resize();
    offer();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || suggest.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) submit(event);
    else if (event.key === "Escape" && !bar.hidden) stopBar();
  });
  field.addEventListener("blur", () => setTimeout(() => element.contains(document.activeElement) || suggest.hide(), 150));
  field.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    hands.files(files);
  });
  return { element, update, reply, edit, setText, clear, files: hands.files, text: () => (state.editing ? "" : field.value), replyTo: () => state.replyTo, focus: () => field.focus() };
}

function attachItems(hands) {
  const item = (kind, name, label) => ({ icon: name, label, run: () => hands.attach(kind) });
  return [
    item("photo", "photo", words.composer.photo), item("file", "file", words.composer.file), item("sample", "image", words.composer.samplePhoto),
    item("voice", "voice", words.composer.voice), item("location", "pin", words.composer.location),
  ];
}
