/** Webmail that anyone can open within a minute without paying. Mailboxes that come with an internet line are not here. */
const freeDomains = new Set(
  `gmail.com googlemail.com ymail.com rocketmail.com myyahoo.com msn.com passport.com aol.com aim.com icloud.com me.com
mac.com mail.com email.com usa.com post.com europe.com consultant.com protonmail.com proton.me pm.me tutanota.com
tutanota.de tutamail.com tuta.com tuta.io keemail.me zoho.com zohomail.com zohomail.eu fastmail.com fastmail.fm
hushmail.com inbox.com lycos.com excite.com gmx.com gmx.de gmx.net gmx.at gmx.ch gmx.fr gmx.us gmx.co.uk web.de
freenet.de mail.ru inbox.ru list.ru bk.ru internet.ru rambler.ru lenta.ru ya.ru ukr.net i.ua bigmir.net meta.ua qq.com
foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com tom.com 21cn.com naver.com daum.net
hanmail.net nate.com kakao.com rediffmail.com rediff.com indiatimes.com libero.it virgilio.it tiscali.it alice.it
laposte.net caramail.com wp.pl o2.pl onet.pl op.pl interia.pl gazeta.pl seznam.cz email.cz centrum.cz post.cz
azet.sk abv.bg mail.bg freemail.hu citromail.hu walla.com walla.co.il bol.com.br uol.com.br ig.com.br terra.com.br
zipmail.com.br inbox.lv one.lt mynet.com mail.ee hot.ee disroot.org riseup.net mailfence.com runbox.com skiff.com
duck.com hey.com yandex.com`.split(/\s+/),
)

/** Families that run the same webmail under many country domains. */
const freeFamilies = new Set(['yahoo', 'hotmail', 'outlook', 'live', 'windowslive', 'yandex', 'aol'])

/** Different domains of one mailbox: a letter to either arrives at the same person. */
const sameMailbox = new Map([
  ['googlemail.com', 'gmail.com'],
  ['protonmail.com', 'proton.me'],
  ['pm.me', 'proton.me'],
  ['me.com', 'icloud.com'],
  ['mac.com', 'icloud.com'],
  ['ya.ru', 'yandex.ru'],
  ['yandex.com', 'yandex.ru'],
  ['yandex.by', 'yandex.ru'],
  ['yandex.kz', 'yandex.ru'],
  ['yandex.ua', 'yandex.ru'],
])

/** Yahoo's throw-away addresses are `base-word@yahoo.com`; its ordinary names cannot hold a hyphen. */
const hyphenTagFamilies = new Set(['yahoo', 'ymail', 'rocketmail'])

export function isFreeProvider(registrable: string): boolean {
  return freeDomains.has(registrable) || freeFamilies.has(firstLabel(registrable))
}

/** The one domain that stands for all domains of the same mailbox. */
export function mailboxDomain(domain: string): string {
  return sameMailbox.get(domain) ?? domain
}

export function ignoresDots(domain: string): boolean {
  return domain === 'gmail.com'
}

/** The character that starts a tag the owner may add at will. */
export function tagMark(registrable: string): string {
  return hyphenTagFamilies.has(firstLabel(registrable)) ? '-' : '+'
}

export function firstLabel(domain: string): string {
  const dot = domain.indexOf('.')
  return dot < 0 ? domain : domain.slice(0, dot)
}
