/**
 * Takes secrets out of text before it leaves the engine. A redaction leaves the name of what stood there, so that
 * a reader sees that something did. Keys of the documentation's form are redacted like any other.
 */

const MARK = '[redacted]';

/** Each keeps its first group and hides the rest. */
const SECRETS: readonly RegExp[] = [
  /((?:aws_?)?(?:secret_?access_?key|session_?token|security_?token)\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?)[A-Za-z0-9/+=]{16,}/gi,
  /(\b(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|client_secret|activation_?code)\\?["']?\s{0,3}[:=]\s{0,3})(?:\\?"[^"\n]{1,200}"?|'[^'\n]{1,200}'?|[^\s"',;&]{4,200})/gi,
  /((?:-code|--password|--token)[ =]["']?)[^\s"']{4,200}/g,
  /(\b(?:Authorization|X-Amz-Security-Token|X-Amz-Signature|X-Amz-Credential)["']?[:=]\s{0,3})[^\s"'&]{4,4000}(?: [^\s"',]{4,4000})?/gi,
  /(\bBearer )[A-Za-z0-9._~+/-]{12,4000}=*/g,
  /(\bSignature=)[0-9a-f]{8,200}/gi,
  // With the whole word before the dot: beginning anywhere in it would read long words again and again.
  /()(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{13,2000}\.eyJ[A-Za-z0-9_-]{10,2000}(?:\.[A-Za-z0-9_-]{0,2000})?/g,
  /()\b(?:gh[pousr]_|glpat-|xox[abprs]-)[A-Za-z0-9_-]{16,200}/g,
  /(\/\/[^\s:/@]{1,100}:)[^\s@/]{1,200}(?=@)/g,
  /()\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  // Up to its end, or as far as a key may reach: seeking an end that is missing would read the rest each time.
  /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)(?:(?!-----(?:BEGIN|END))[\s\S]){1,8000}/g,
];

/** The text without secrets. */
export function redact(text: string): string {
  let clean = text;
  for (const secret of SECRETS) clean = clean.replace(secret, (_match, kept: string) => `${kept}${MARK}`);
  return clean;
}
