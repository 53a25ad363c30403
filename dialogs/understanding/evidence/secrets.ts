/** What people call the things they should not type here, in the languages Windows speaks most. */
const label =
  /(?<![\p{L}\p{N}_-])(?:pass ?word|passwd|pwd|pass ?phrase|passcode|passwort|kennwort|mot de passe|contrase(?:ñ|n)a|senha|wachtwoord|has(?:ł|l)o|lösenord|adgangskode|пароль|パスワード|密码|密碼|비밀번호|pin|secret|client[_ ]secret|(?:access|refresh|id|auth|session|bearer)?[_ ]?token|api[_ -]?key|authorization|bearer)["']?/iu;
const labelled = new RegExp(
  `(${label.source}(?: {0,3}(?:=>|->|[:=])[ \\n]{0,3}| {1,3}(?:is|was|ist|war|est|es|é|è|lautet|は) {0,3}:? {0,3}))("[^"\\n]{1,200}"|'[^'\\n]{1,200}'|(?:bearer |basic )?[^\\s<>,;"'|]{1,4000})`,
  'giu',
);
/** "password Summer2026": without a sign between them only what mixes letters and digits is taken. */
const beside = new RegExp(
  `(${label.source} {1,3})((?=[^\\s]{0,40}\\d)(?=[^\\s]{0,40}\\p{L})(?!0x|aadsts|caa|kb\\d)[^\\s<>,;"'|:=]{6,64}|\\d{4}(?:\\d{2,4})?(?![\\p{L}\\p{N}]))`,
  'giu',
);
/** A quick look for any of the labels: most texts have none, and the searches above are thorough but slow. */
const labelHint =
  /pass|pwd|kennwort|contrase|senha|wachtwoord|has[lł]o|lösenord|adgangskode|пароль|パスワード|密码|密碼|비밀번호|pin(?![a-z])|secret|token|api|authorization|bearer/i;
const codeHint = /(?:otp|code|código|コード|码|碼)[^\d\n]{0,8}\d{3}/i;

/** What follows "password is" or "password:" when a person talks about it instead of telling it. */
const talk =
  /^(?:a|an|the|still|not|no|yes|ok|okay|fine|good|bad|wrong|right|correct|incorrect|invalid|valid|expired|expiring|changed|changing|reset|being|been|never|always|already|also|now|just|only|so|too|very|asked|asking|accepted|rejected|refused|required|requested|needed|known|unknown|unchanged|same|different|new|old|saved|stored|blocked|locked|working|works|fails|failing|failed|missing|empty|blank|none|forgotten|lost|set|my|in|on|for|to|and|or|but|that|this|it|what|where|when|how|why|if|at|with|of|from|prompt|field|box|window|page|one|certainly|definitely|probably|maybe|supposed|gone|ignored|correctly|typed|entered|falsch|richtig|abgelaufen|geändert|nicht|korrekt|neu|incorrecto|correcta|incorrecta|expirado|expiré|correct|incorrecte|changé|pas|skipped|success|pass|fail|present|\[.*)[.!?)]*$/iu;

/** Codes of six digits and the like, where a word says that it is one; never an error's number. */
const oneTime =
  /(?<![\p{L}\p{N}])((?:otp|one[- ]time (?:code|pass(?:word|code))|(?:verification|security|authenticator|mfa|2fa|sms|sign-in|login|access) code|code|bestätigungscode|sicherheitscode|code de (?:vérification|sécurité)|código|確認コード|认证码|驗證碼) {0,3}(?:[:=]|is|was|ist|est|es)? {0,3})(\d{3}[ -]?\d{3}|\d{4}|\d{7,8})(?![\p{L}\p{N}-])/giu;
const errorBefore =
  /(?:error|err|status|exit|event|stop|return|http|country|zip|post|area|fehler|erreur|server) {0,2}$/i;
/** Numbers of errors (AADSTS, and 0x80…) that people type without their prefix. */
const errorNumber = /^(?:135011|5300\d\d|70\d{4,5}|9\d{5,6}|16\d{4}|80\d{6})$/;

const webToken = /(?<![\w-])eyJ[\w.=+/-]{10,}/g;
const keyBlock = /-----BEGIN [A-Z ]{1,40}-----[^-]{0,8000}(?:-----END [A-Z ]{1,40}-----)?/g;
const recoveryKey = /(?<!\d)\d{6}(?:-\d{6}){3,7}(?!\d)/g;
const urlLogin = /(:\/\/)[^\s/@:]{1,100}:[^\s/@]{1,200}@/g;
const curlLogin = /((?:^|\s)(?:-u|--user|--proxy-user|-U) )("[^"\n]{1,200}"|[^\s:]{1,100}:[^\s]{1,200})/g;
const query =
  /([?&#](?:code|token|access_token|id_token|refresh_token|client_secret|sig|password|assertion|state|nonce)=)[^\s&#"'<>]{4,4000}/gi;
const opaque = /[\w.~+/=-]{40,}/g;

/** A long run of mixed letters and digits that is no path, no suite list and no sentence. */
function looksOpaque(run: string): boolean {
  const longest = run
    .slice(0, 2000)
    .split(/[/.]/)
    .reduce((best, part) => (part.length > best.length ? part : best), '');
  // `_8wekyb3d8bbwe` and its like end the name of a Windows package.
  if (longest.length < 24 || longest.includes('--') || /_[a-z0-9]{13}$/.test(longest)) return false;
  const digits = longest.replace(/\D/g, '').length;
  return digits >= 3 && /[a-z]/.test(longest) && /[A-Z]/.test(longest);
}

/**
 * Takes out what looks like a password, a one-time code, a token or a key, and nothing else: for
 * comments and anything a person typed (R20). Error codes stay.
 */
export function stripSecrets(text: string): string {
  let out = text
    .replace(keyBlock, '[secret]')
    .replace(webToken, '[secret]')
    .replace(urlLogin, '$1[secret]@')
    .replace(curlLogin, '$1[secret]')
    .replace(query, '$1[secret]')
    .replace(recoveryKey, '[secret]');
  if (labelHint.test(out)) {
    out = out
      .replace(labelled, (whole, before: string, value: string) =>
        talk.test(value) || /^(?:0x|aadsts|caa)/i.test(value) ? whole : `${before}[secret]`,
      )
      .replace(beside, '$1[secret]');
  }
  if (codeHint.test(out)) {
    out = out.replace(oneTime, (whole, before: string, value: string, at: number, all: string) =>
      errorBefore.test(all.slice(Math.max(0, at - 14), at)) || errorNumber.test(value)
        ? whole
        : `${before}[secret]`,
    );
  }
  return out.replace(opaque, (run) => (looksOpaque(run) ? '[secret]' : run));
}
