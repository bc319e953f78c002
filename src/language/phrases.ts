import type { Language } from "./language.ts";

/** What we say ourselves in notes, calls and tasks: English, Portuguese, Spanish. `{1}` and `{2}` are filled. */
const PHRASES = [
  ["Yes", "Sim", "Sí"],
  ["No", "Não", "No"],
  ["Assistant", "Assistente", "Asistente"],
  ["Customer", "Cliente", "Cliente"],
  ["AI call", "Ligação da IA", "Llamada de la IA"],
  ["Follow up on the AI call", "Dar continuidade à ligação da IA", "Dar seguimiento a la llamada de la IA"],
  ["Meeting agreed in the AI call", "Reunião combinada na ligação da IA", "Reunión acordada en la llamada de la IA"],
  ["Goal reached", "Objetivo alcançado", "Objetivo alcanzado"],
  ["Goal not reached", "Objetivo não alcançado", "Objetivo no alcanzado"],
  ["Talked", "Conversa realizada", "Conversación realizada"],
  ["Hung up after {1}", "Desligou após {1}", "Colgó a los {1}"],
  ["Hung up at once", "Desligou logo", "Colgó enseguida"],
  ["Answered, but said nothing", "Atendeu, mas não disse nada", "Contestó, pero no dijo nada"],
  ["Voicemail", "Caixa postal", "Buzón de voz"],
  ["Line busy", "Linha ocupada", "Línea ocupada"],
  ["Call failed", "Falha na ligação", "Llamada fallida"],
  ["No answer", "Não atendeu", "No contestó"],
  ["Incoming call", "Ligação recebida", "Llamada entrante"],
  ["Outgoing call", "Ligação realizada", "Llamada saliente"],
  ["Call from the website", "Ligação pelo site", "Llamada desde el sitio web"],
  ["Call", "Ligação", "Llamada"],
  ["Call back", "Retornar", "Devolver la llamada"],
  ["Next step", "Próximo passo", "Próximo paso"],
  ["Attempt", "Tentativa", "Intento"],
  ["Campaign", "Campanha", "Campaña"],
  ["Duration", "Duração", "Duración"],
  ["Summary", "Resumo", "Resumen"],
  ["Transferred to {1}", "Transferida para {1}", "Transferida a {1}"],
  ["they talked", "conversaram", "hablaron"],
  ["they talked for {1}", "conversaram por {1}", "hablaron durante {1}"],
  ["nobody answered", "ninguém atendeu", "nadie contestó"],
  ["Recording", "Gravação", "Grabación"],
  ["Listen to the recording", "Ouvir a gravação", "Escuchar la grabación"],
  ["Conversation", "Conversa", "Conversación"],
  [
    "Continued from the note before ({1} of {2})",
    "Continuação da nota anterior ({1} de {2})",
    "Continuación de la nota anterior ({1} de {2})",
  ],
  ["It goes on in the next note.", "Continua na próxima nota.", "Continúa en la nota siguiente."],
  [
    "The text has become shorter: all of it stands in the notes before. This one may be deleted.",
    "O texto ficou mais curto: está inteiro nas notas anteriores. Esta pode ser excluída.",
    "El texto es ahora más corto: está entero en las notas anteriores. Esta se puede eliminar.",
  ],
  [
    "… shortened: {1} of {2} parts of the transcript are left out.",
    "… abreviada: {1} de {2} partes da conversa ficaram de fora.",
    "… abreviada: se omiten {1} de {2} partes de la conversación.",
  ],
  [
    "The conversation is longer than a note can be: its last {1} of {2} turns are left out.",
    "A conversa é mais longa do que uma nota pode ser: as últimas {1} de {2} falas ficaram de fora.",
    "La conversación es más larga de lo que cabe en una nota: se omiten las últimas {1} de {2} intervenciones.",
  ],
  [
    "The conversation is longer than a note can be: its end is left out.",
    "A conversa é mais longa do que uma nota pode ser: o final ficou de fora.",
    "La conversación es más larga de lo que cabe en una nota: se omite el final.",
  ],
  [
    "The rest is longer than a note can be, and left out.",
    "O resto é mais longo do que uma nota pode ser, e ficou de fora.",
    "El resto es más largo de lo que cabe en una nota, y se omite.",
  ],
  [
    "Several contacts match this call, so it is not written yet. Choose one of them in the connector, or merge them here and replay the call: it is then written there, and so are the next calls.",
    "Vários contatos correspondem a esta ligação, por isso ela ainda não foi registrada. Escolha um deles no conector, ou mescle-os aqui e repita a ligação: ela será registrada ali, assim como as próximas.",
    "Varios contactos corresponden a esta llamada, por eso aún no se ha registrado. Elija uno de ellos en el conector, o combínelos aquí y repita la llamada: se registrará allí, igual que las siguientes.",
  ],
] as const;

/** What we say, by its English words. */
export type Phrase = (typeof PHRASES)[number][0];

const COLUMN: Record<Language, 0 | 1 | 2> = { en: 0, pt: 1, es: 2 };
const BY_ENGLISH = new Map<string, (typeof PHRASES)[number]>(PHRASES.map((row) => [row[0], row]));

export function say(phrase: Phrase, language: Language, ...fill: (string | number)[]): string {
  const text = (BY_ENGLISH.get(phrase) as (typeof PHRASES)[number])[COLUMN[language]];
  return fill.length === 0 ? text : text.replace(/\{(\d)\}/g, (_, index: string) => String(fill[Number(index) - 1] ?? ""));
}

/** Every text that can be said in each language without being filled. */
export const SAYABLE: readonly Phrase[] = PHRASES.map(([english]) => english).filter((english) => !english.includes("{"));

export function isSayable(text: string): text is Phrase {
  return BY_ENGLISH.has(text) && !text.includes("{");
}
