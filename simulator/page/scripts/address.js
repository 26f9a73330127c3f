/** The page's own address: who looks, at which chat and topic. */

/** What the address bar asks for: {as, chat, topic}, each a number or null. */
export function wanted() {
  const parts = new URLSearchParams(location.search);
  const number = (name) => (parts.get(name) === null ? null : Number(parts.get(name)));
  return { as: number("as"), chat: number("chat"), topic: number("topic") };
}

/** The address of a view. */
export function addressOfView(as, chat, topic) {
  const parts = new URLSearchParams({ as });
  if (chat !== null) parts.set("chat", chat);
  if (topic !== null) parts.set("topic", topic);
  return `?${parts}`;
}
