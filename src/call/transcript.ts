import { type ConversationHtml, conversationHtml } from "../html/conversation-html.ts";
import type { Language } from "../language/language.ts";
import { say } from "../language/phrases.ts";
import type { Conversation } from "./call.ts";

/** `Assistant: Hello` and so on, a line each. */
export function transcriptText({ turns, text }: Conversation, language: Language = "en"): string {
  const speakers = { assistant: say("Assistant", language), customer: say("Customer", language) };
  return text ?? turns.map((turn) => `${speakers[turn.speaker]}: ${turn.text}`).join("\n");
}

/** The same for a `body`, a paragraph each. */
export function transcriptHtml(conversation: Conversation, language: Language = "en"): ConversationHtml {
  return conversationHtml(conversation, language);
}
