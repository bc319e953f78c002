import { FILTERS } from "../../mapping/template/filters.ts";
import { nearest } from "./did-you-mean.ts";
import { byOtherName, plain } from "./plain.ts";

/** Filters and functions by the names they have elsewhere, in other template languages, and in Portuguese and Spanish. */
const ELSEWHERE: Record<string, string> = {
  upcase: "upper uppercase toupper touppercase ucase maiusculas maiuscula mayusculas",
  downcase: "lower lowercase tolower tolowercase lcase minusculas minuscula",
  capitalize: "capitalise ucfirst",
  title: "titlecase titleize ucwords proper propercase",
  strip: "trim",
  lstrip: "ltrim",
  rstrip: "rtrim",
  squish: "clean normalize",
  size: "length len count tamanho longitud",
  slice: "substring substr left mid",
  truncate: "limit shorten cut truncar ellipsis",
  replace: "replaceall substituir reemplazar gsub",
  plus: "add sum_with somar mais",
  minus: "sub subtract menos",
  times: "mul multiply multiplied_by vezes por",
  divided_by: "div divide dividido_por",
  modulo: "mod",
  default: "fallback ifempty ifnull coalesce otherwise padrao or defecto",
  date: "strftime format_date date_format dateformat formatdate data fecha datetime",
  phone: "format_phone phone_number telefone telefono tel",
  domain: "dominio host hostname",
  email: "mail e_mail correo",
  number: "numero to_number parse_number to_float",
  integer: "int to_int inteiro entero",
  number_format: "format_number number_with_delimiter thousands localized_number formatar_numero",
  money: "currency format_currency moeda dinheiro moneda money_with_currency reais",
  t: "translate i18n trans traduzir traducir",
  first_turns: "shorten_turns max_turns first_lines",
  percent: "percentage porcentagem porcentaje",
  url: "link website",
  digits: "only_digits digitos",
  json: "tojson to_json stringify",
  strip_html: "striptags strip_tags",
  url_encode: "urlencode encodeuricomponent",
  newline_to_br: "br linebreaks",
  escape: "e h html",
  first_name: "firstname primeiro_nome nome",
  last_name: "lastname sobrenome apellido",
  yes_no: "yesno sim_nao si_no",
  words: "humanize humanise sentence",
  table: "listar tabela tabla",
  join: "implode juntar unir",
  split: "explode",
  sum: "average total",
  duration: "minutes duracao duracion",
};

const MEANT = byOtherName(ELSEWHERE);

/** The filter that was probably meant, by another language's word for it or by a slip of the pen. */
export function filterMeant(word: string): string | null {
  const [elsewhere] = MEANT.get(plain(word)) ?? MEANT.get(plain(word).replaceAll("_", "")) ?? [];
  return elsewhere ?? nearest(word, Object.keys(FILTERS));
}
