/**
 * Texts that assistants, forms and programs send where there is nothing: `N/A`, `null`, `não informado`, `{{name}}`, `-`. The one
 * list for phones, names, keys and values alike, in English, Portuguese and Spanish. Case, accents, dots and brackets do not count.
 */

/** No such text is longer; a longer one says something. */
const LONGEST_CHARACTERS = 60;

const WORDS = new Set(
  [
    "object object|n a|na|nan|null|nil|none|undefined|unknown|unspecified|undisclosed|unidentified|empty|tbd|tba|tbc",
    "to be determined|to be defined|to be confirmed|does not apply|user did not say|nothing provided|none provided|none given",
    "nenhum|nenhuma|nulo|nula|indefinido|indefinida|desconhecido|desconhecida|indisponivel|vazio|vazia|em branco|a definir|a confirmar",
    "nao se aplica|nao consta|nao ha|nao disponivel|nao aplicavel|nao respondeu|nao informou|nao disse|nao mencionou|nao forneceu",
    "ninguno|ninguna|desconocido|desconocida|vacio|vacia|en blanco|por definir|por confirmar|no aplica|no aplicable|no disponible",
    "no consta|no hay|no hay datos|no respondio|no informo|no menciono|no dijo|no proporciono|no se proporciono|no se menciono|no se informo",
  ]
    .join("|")
    .split("|"),
);

const ENGLISH =
  "provided|given|informed|mentioned|specified|stated|supplied|disclosed|available|applicable|known|set|defined|found|identified|recorded|captured|collected|shared|indicated|discussed|declared|filled(?: in)?|answered|asked|said|listed|assigned";
const PARTICIPLES =
  "informad|identificad|mencionad|especificad|fornecid|disponibilizad|definid|declarad|preenchid|coletad|encontrad|citad|indicad|respondid|proporcionad|facilitad|brindad|provist|registrad|capturad|recopilad|obtid|obtenid|dad|suministrad|conocid|conhecid|localizad|contestad";
const THINGS =
  "name|nome|nombre|sobrenome|apellido|respuesta|resposta|response|info|information|informacao|informacoes|informacion|data|dados|datos|value|valor|email|e mail|correo|telefone|telefono|phone|phone number|number|numero|especificar|preencher|identificar|input|entry";
const SPEAKERS = "caller|customer|user|client|lead|contact|cliente|usuario|contato|contacto|name|nome|nombre";
const PHRASES = new RegExp(
  [
    "(?:(?:null|undefined|none|nan|nil|n a)(?: |$)){2,4}",
    `(?:(?:${THINGS}|${SPEAKERS}) )?(?:was |is |were )?not (?:yet |been )?(?:${ENGLISH})(?: by (?:the )?(?:${SPEAKERS}))?`,
    `(?:(?:${THINGS}|${SPEAKERS}) )?(?:nao|no)(?: foi| fue| ha sido)? (?:${PARTICIPLES})[oa]s?(?: (?:pelo|pela|por el|por la) (?:${SPEAKERS}))?`,
    `(?:no|sem|sin|without|nao ha|no hay) (?:${THINGS})`,
    `(?:unknown|desconhecid[oa]|desconocid[oa]|nome|nombre|cliente|usuario) (?:${SPEAKERS}|desconhecid[oa]|desconocid[oa])`,
    `(?:the |o |a |el )?(?:${SPEAKERS}) (?:did not|didn t|nao|no) (?:provide|say|mention|give|specify|share|state|informou|disse|mencionou|forneceu|respondeu|informo|dijo|menciono|proporciono|respondio)(?: it| one)?`,
  ]
    .map((phrase) => `^${phrase}$`)
    .join("|"),
);

/** `{{name}}`, `{{first}} {{last}}`, `${name}`, `{name}`: gaps that nobody filled, and nothing between them that says anything. */
const GAP = /[$%#]?\{{1,3}[^{}]*\}{1,3}/g;
const GAP_NAME = /^[$%#]?\{+\s*[\p{L}\p{N}_.|\s-]*\}+$/u;
/** Dots, dashes, brackets and quotes alone. A `+`, a `*` or an emoji may be an answer. */
const SIGNS_ONLY = /^[\s\p{Cf}.,:;?_\-‐-―−…·'"`´“”‘’«»()[\]{}<>/\\|~]*$/u;
/** `n/d` (no data), `n/i`, `s/d`, `s/i`: without the stroke they are initials and states. */
const STROKED = /^[([]?(?:n\/[adi]|s\/[di])[)\].]?$/i;
/** As somebody writes a name with care: people are called so. */
const NAMES = new Set(["Na", "Nan"]);
/** A number of which only the zeros were typed: `0000000000`, `(00) 00000-0000`, `000.000.000-00`. */
const FEWEST_ZEROS = 7;

/** Whether the text says nothing at all. `0`, `false`, `no` and `nada` (a family name) do say something. */
export function saysNothing(text: string): boolean {
  const trimmed = text.length > LONGEST_CHARACTERS * 4 ? text.slice(0, LONGEST_CHARACTERS * 4 + 1).trim() : text.trim();
  if (trimmed.length > LONGEST_CHARACTERS) return isGaps(trimmed);
  if (isSigns(trimmed) || isGaps(trimmed) || isZeros(trimmed) || STROKED.test(trimmed)) return true;
  // None of the words and phrases has a digit in it.
  if (NAMES.has(trimmed) || /[0-9]/.test(trimmed)) return false;
  const words = plainWords(trimmed);
  return WORDS.has(words) || PHRASES.test(words);
}

/** Whether there is no letter, no digit and nothing else that could be an answer. */
export function isSigns(text: string): boolean {
  return text.length <= LONGEST_CHARACTERS ? SIGNS_ONLY.test(text) : text.trim() === "";
}

function isGaps(text: string): boolean {
  if (!text.includes("{") || text.length > LONGEST_CHARACTERS * 4) return false;
  const gaps = text.match(GAP) ?? [];
  return gaps.length > 0 && gaps.every((gap) => GAP_NAME.test(gap)) && SIGNS_ONLY.test(text.replace(GAP, ""));
}

function isZeros(text: string): boolean {
  return /^\+?[0()\s./-]+$/.test(text) && !/^0+[.,]0+$/.test(text) && text.replace(/[^0]/g, "").length >= FEWEST_ZEROS;
}

const ASCII = /^[ -~]*$/;

/** `(Não-Informado.)` → `nao informado` */
function plainWords(text: string): string {
  // Most texts are plain already, and this is asked of every value.
  if (ASCII.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim();
  const letters = text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
