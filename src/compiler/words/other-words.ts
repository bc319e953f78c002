import { nearest } from "./did-you-mean.ts";
import { byOtherName, plain } from "./plain.ts";

/**
 * Words of the mapping language by the names they have elsewhere: in other tools, and in Portuguese and Spanish. One of them may stand for
 * several words: the first that is known at the place is taken. Without accents, in small letters, `_` for a space.
 */
const ELSEWHERE: Record<string, string> = {
  name: "nome nombre titulo title",
  label: "titulo",
  version: "versao version_number",
  when: "quando cuando condicao condicion condition conditions filter if se si trigger",
  at: "start starts start_time begin begins inicio comeca quando cuando due due_date date prazo data fecha vencimento",
  where: "filter onde donde",
  country: "pais",
  timezone: "fuso fuso_horario zona_horaria time_zone tz",
  shadow: "dry_run dryrun simulate simulation test_mode preview_only read_only sombra simular simulacao simulacion modo_teste",
  working_time: "working_hours business_hours office_hours opening_hours hours horario horario_comercial expediente horario_laboral",
  holidays: "feriados feriado festivos holiday days_off",
  days: "dias weekdays days_of_week",
  working_day: "business_day workday weekday dia_util proximo_dia_util dia_habil dia_laborable day",
  next: "proximo proxima siguiente",
  time: "hora horario hour at_time clock at",
  to: "ate hasta until till end",
  language: "idioma lingua lang locale",
  labels: "rotulos etiquetas nomes names",
  pt: "portuguese portugues pt_br pt_pt br brazilian brasileiro portugues_brasil portugues_do_brasil",
  es: "spanish espanol espanhol castellano es_es es_mx es_419 es_ar",
  en: "english ingles en_us en_gb us",
  variables: "variaveis variables_del_asistente vars",
  use: "include includes import imports extends parts usar incluir importar usa",
  records: "registros record objects objetos",
  contact: "contato contacto pessoa persona cliente person",
  company: "empresa companhia compania conta account organization",
  deal: "negocio oportunidade oportunidad opportunity acordo trato venda",
  ticket: "chamado ingresso",
  note: "nota anotacao",
  call: "chamada llamada ligacao",
  task: "tarefa tarea todo",
  meeting: "reuniao reunion",
  find_by:
    "search_by search match match_by lookup identify_by key keys buscar_por encontrar_por procurar_por achar_por chave localizar_por buscar encontrar procurar achar",
  find: "search buscar encontrar procurar achar",
  if_missing:
    "se_faltar se_ausente se_nao_existir se_nao_encontrado si_falta si_no_existe if_not_found if_none on_missing not_found create",
  if_several: "se_varios si_varios if_multiple if_many on_multiple duplicates",
  set: "properties fields campos propriedades propiedades definir establecer gravar_em values",
  properties: "properties",
  pipeline: "funil pipe",
  stage: "etapa dealstage deal_stage hs_pipeline_stage pipeline_stage estagio fase",
  open: "aberto abierto",
  pick: "escolher elegir",
  through: "atraves via",
  body: "corpo cuerpo texto content conteudo contenido message mensagem",
  template: "texto text modelo plantilla",
  owner: "dono responsavel proprietario propietario assignee assigned_to",
  on: "sobre associate associations",
  roll_up: "agrupar",
  if_too_long: "too_long se_longa se_longo se_muito_longa if_long si_es_larga on_overflow",
  second_note: "split continue more_notes segunda_nota next_note further_note",
  shorten: "cut truncate cortar encurtar abreviar acortar trim crop",
  from: "de desde source path origem origen field",
  value: "valor fixed constant",
  string: "text str cadena texto_curto",
  format: "formato transform",
  map: "mapa mapear mapping traduzir",
  none: "nothing nobody nenhum nenhuma ninguno nada",
  otherwise: "default else fallback senao caso_contrario padrao si_no de_lo_contrario",
  write: "mode modo escrever gravar escribir",
  blank: "em_branco vazio if_blank",
  if_empty: "if_blank se_vazio se_vacio si_vacio si_esta_vacio fill_if_empty if_missing only_if_empty",
  at_least: "min gte more_than greater_than minimo pelo_menos ao_menos al_menos no_minimo from_number",
  at_most: "max lte less_than maximo no_maximo como_maximo",
  larger: "max maior mayor greater",
  contains: "includes contem contiene has like",
  starts_with: "begins_with startswith comeca_com empieza_con prefix",
  ends_with: "endswith termina_com termina_con suffix",
  exists: "existe exist present defined",
  not: "nao no not_equals ne neq diferente",
  any: "qualquer cualquiera one_of or ou alguma",
  create: "criar crear insert",
  skip: "pular ignorar ignore omitir saltar nothing",
  latest: "newest last most_recent recente mais_recente mas_reciente ultimo ultima mais_novo",
  oldest: "first mais_antigo mas_antiguo primeiro primero",
  only: "exactly_one unico somente solo",
  hold: "ask perguntar preguntar reter segurar esperar wait",
  keep: "manter mantener leave",
  clear: "limpar limpiar apagar empty erase",
  overwrite: "sobrescrever sobrescribir sobreescribir always sempre siempre replace substituir",
  append: "adicionar anadir agregar acrescentar add prepend",
  forward: "avancar avanzar later later_only",
  if_new: "se_novo si_nuevo on_create",
  unless_edited: "se_nao_editado",
  bool: "boolean booleano yes_no sim_nao",
  number: "numero integer int inteiro float decimal",
  integer: "integer int inteiro",
  first_name: "primeiro_nome primer_nombre firstname",
  last_name: "sobrenome apellido lastname",
  phone: "telefone telefono",
  email: "e_mail correo",
  datetime: "data_hora fecha_hora",
  uppercase: "upcase upper maiusculas mayusculas",
  lowercase: "downcase lower minusculas",
  title_case: "title",
  trim: "strip",
  percent: "percentage porcentagem porcentaje",
};

const MEANT = byOtherName(ELSEWHERE);

/** The word of `known` that was probably meant, by another name for it or by a slip of the pen. */
export function wordMeant(word: string, known: readonly string[]): string | null {
  return (MEANT.get(plain(word)) ?? []).find((one) => known.includes(one)) ?? nearest(word, known);
}

/** ` Did you mean …?`, or nothing. */
export function didYouMeanWord(word: string, known: readonly string[]): string {
  const meant = wordMeant(word, known);
  return meant === null ? "" : ` Did you mean \`${meant}\`?`;
}
