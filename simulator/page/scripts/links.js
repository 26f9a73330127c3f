/** What links and addresses inside messages mean here. */

/** {payload} for a deep link to the bot `username`, {mention} for its plain address, else null. */
export function botLink(address, username) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const inApp = url.protocol === "tg:" && (url.hostname === "resolve" || url.pathname.endsWith("resolve"));
  const name = inApp ? url.searchParams.get("domain") : ["t.me", "telegram.me"].includes(url.hostname) ? url.pathname.slice(1) : null;
  if (name?.toLowerCase() !== username.toLowerCase()) return null;
  return { payload: url.searchParams.get("start") };
}

/** True for an address that this very server serves (files, the page itself). */
export function isOwn(address) {
  try {
    return new URL(address, location.href).origin === location.origin;
  } catch {
    return false;
  }
}
