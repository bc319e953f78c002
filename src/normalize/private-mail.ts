/**
 * Providers with whom anybody has an address: what stands behind the `@` says nothing of where somebody works. The name before the ending, and the whole
 * domain where others have companies under the same name.
 */
const PROVIDERS = new Set(
  (
    "gmail googlemail hotmail outlook live msn yahoo ymail rocketmail icloud aol gmx protonmail tutanota fastmail zoho " +
    "yandex mailinator uol bol terra ig zipmail globomail sapo"
  ).split(" "),
);
const DOMAINS = new Set(
  (
    "me.com mac.com mail.com mail.ru inbox.ru list.ru bk.ru proton.me pm.me web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr laposte.net " +
    "libero.it virgilio.it qq.com 163.com 126.com oi.com.br r7.com hey.com duck.com"
  ).split(" "),
);
/** `.com`, `.com.br`, `.co.uk`, `.net.br`, `.es` */
const ENDING = /^(?:com|net|co|de|fr|es|it|pt|br|mx|ar|ru|ie|ca|in|at|ch|nl|be|se|dk|fi|no|pl|jp)(?:\.[a-z]{2})?$/;

/** Whether it is the domain of private addresses, such as `gmail.com` or `yahoo.com.br`. */
export function isPrivateMail(domain: string): boolean {
  const name = domain.trim().toLowerCase();
  const dot = name.indexOf(".");
  return DOMAINS.has(name) || (PROVIDERS.has(name.slice(0, dot)) && ENDING.test(name.slice(dot + 1)));
}
