import { describe, expect, it } from "vitest";
import otonistark from "../../../mappings/otonistark.yaml?raw";
import { type Story, aCall, startStory } from "../../story.ts";

const note = (story: Story) => story.portal.all("notes")[0]?.properties["hs_note_body"] ?? "";
const inLanguage = (language: string) => otonistark.replace("language: en", `language: ${language}`);

async function noteOf(mapping: string, fields: Record<string, unknown>): Promise<string> {
  const story = await startStory({ mappings: [mapping] });
  await story.deliver(aCall({ id: 7_310_001, ...fields }));
  await story.settle();
  return note(story);
}

const RICH = {
  type: "outbound",
  assistant_name: "Lia",
  duration: 125,
  extracted_variables: {
    status: false,
    summary: "Quer um orçamento",
    next_action: "send_contract",
    callback: true,
    budget: 450000,
    visita_em: "2026-03-05T18:00:00Z",
    site: "https://mesanova.example/cadeiras",
    plans: ["Ouro", "Prata"],
    address: { city: "São Paulo", is_home: false },
  },
  transfers: [
    { transfer_to: "+551130003000", status: "completed", duration: 185 },
    { transfer_to: "+551130003001", status: "no-answer", duration: 0 },
  ],
  lead: { id: 5, variables: [], call_tries: 2, campaign: { id: 4, name: "Padarias" } },
};

/** What a note may say in English: nothing, where the mapping speaks another language. */
const ENGLISH =
  /\b(?:call|goal|reached|summary|next|step|assistant|customer|campaign|attempt|transferred|talked|nobody|listen|recording|conversation|yes|no|duration|incoming|outgoing|website)\b/i;

describe("The default mapping's note", () => {
  it("speaks Portuguese where the mapping does, to its last line", async () => {
    const body = await noteOf(inLanguage("pt"), { ...RICH, transcript: null, formatted_transcript: "AI: Bom dia\nCustomer: Bom dia" });
    for (const part of [
      "<strong>Próximo passo:</strong> Send contract",
      "<h3>Ligação da IA: objetivo não alcançado</h3>",
      "Ligação realizada · 02/03/2026 11:57 · +55 11 98765-0001 · 2 min 5 s · Assistente: Lia · Campanha: Padarias · tentativa 2",
      "<strong>Callback:</strong> Sim",
      "<strong>Budget:</strong> 450.000",
      "<strong>Visita em:</strong> 05/03/2026 15:00",
      '<a href="https://mesanova.example/cadeiras">https://mesanova.example/cadeiras</a>',
      "<strong>Plans:</strong> Ouro, Prata",
      "City: São Paulo, Is home: Não",
      "Transferida para +55 11 3000-3000: conversaram por 3 min 5 s<br>Transferida para +55 11 3000-3001: ninguém atendeu",
      "Ouvir a gravação",
      "<h3>Conversa</h3><p><strong>Assistente</strong>",
      "<p><strong>Cliente</strong>",
      "<p><em>OtoniStark 7310001</em></p>",
    ])
      expect(body).toContain(part);
    const ours = body.replace("Send contract", "").replaceAll(/<strong>[^<]*:<\/strong>|<[^>]*>/g, " ");
    expect(ENGLISH.exec(ours)).toBeNull();
  });

  it("speaks Spanish too", async () => {
    const body = await noteOf(inLanguage("es"), RICH);
    for (const part of [
      "Próximo paso",
      "Llamada de la IA: objetivo no alcanzado",
      "Llamada saliente",
      "Sí",
      "Transferida a",
      "Escuchar la grabación",
      "Conversación",
    ])
      expect(body).toContain(part);
  });

  it("calls variables and their values as the team does", async () => {
    const labels = "labels: { Budget: Orçamento, SEND_contract: Enviar contrato, callback: Retornar }\n";
    const body = await noteOf(inLanguage("pt").replace("records:\n", `${labels}records:\n`), RICH);
    expect(body).toContain("<strong>Próximo passo:</strong> Enviar contrato");
    expect(body).toContain("<strong>Orçamento:</strong> 450.000");
    expect(body).toContain("<strong>Retornar:</strong> Sim");
  });

  it("begins with the summary and the next step, and ends with the conversation", async () => {
    const body = await noteOf(otonistark, RICH);
    const places = [
      "Quer um orçamento",
      "Next step",
      "Budget",
      "AI call: goal not reached",
      "Transferred to",
      "Listen to the recording",
      "Conversation",
      "OtoniStark 7310001",
    ].map((part) => body.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["somebody who hung up after eight seconds", { duration: 8, extracted_variables: { status: false } }, "desligou após 8 s"],
    [
      "the same, with a greeting",
      {
        duration: 9,
        extracted_variables: { status: false, summary: "—" },
        transcript: [{ sender: "human", text: "Alô?", type: "transcript" }],
      },
      "desligou após 9 s",
    ],
    [
      "somebody who said nothing",
      { duration: 40, extracted_variables: { status: false }, transcript: [{ sender: "bot", text: "Bom dia!", type: "transcript" }] },
      "atendeu, mas não disse nada",
    ],
    ["somebody who talked", { extracted_variables: { status: false } }, "objetivo não alcançado"],
    ["a goal reached in nine seconds", { duration: 9, extracted_variables: { status: true } }, "objetivo alcançado"],
    ["a voicemail", { status: "voicemail", duration: 20 }, "caixa postal"],
    ["a busy line", { status: "busy", duration: 0, transcript: null, formatted_transcript: null }, "linha ocupada"],
    ["nobody", { status: "no-answer", duration: 0, transcript: null, formatted_transcript: null }, "não atendeu"],
  ])("tells of %s", async (_, fields, said) => {
    expect(await noteOf(inLanguage("pt"), fields)).toContain(`<h3>Ligação da IA: ${said}</h3>`);
  });

  it("is shortened between two speakers where a conversation is long, and says so", async () => {
    const transcript = Array.from({ length: 120 }, (_, turn) => ({
      sender: turn % 2 ? "human" : "bot",
      text: `Fala ${turn + 1}.`,
      type: "transcript",
    }));
    const body = await noteOf(inLanguage("pt"), { transcript, duration: 900 });
    expect(body).toContain("Fala 60.");
    expect(body).not.toContain("Fala 61.");
    expect(body).toContain("<p><em>… abreviada: 60 de 120 partes da conversa ficaram de fora.</em></p>");
    expect(await noteOf(otonistark, { transcript: transcript.slice(0, 60) })).not.toContain("shortened");
  });

  it("is one for all attempts to reach a lead", async () => {
    const story = await startStory({ mappings: [otonistark] });
    const lead = (tries: number) => ({ lead: { id: 5, variables: [], call_tries: tries, campaign: { id: 4, name: "Padarias" } } });
    await story.deliver(aCall({ status: "no-answer", duration: 0, transcript: null, formatted_transcript: null, ...lead(1) }));
    await story.settle();
    await story.deliver(aCall({ created_at: "2026-03-02T16:00:00Z", finished_at: null, ...lead(2) }));
    await story.settle();
    expect(story.portal.all("notes")).toHaveLength(1);
    expect(note(story)).toContain("attempt 2");
  });
});

describe("Own words of a mapping", () => {
  const ownNote = (body: string, head = "") => `
country: BR
timezone: America/Sao_Paulo
language: pt
${head}records:
  contact:
    find_by: [{ phone: "{{ customer_phone }}" }]
    if_missing: create
    set: { phone: "{{ customer_phone }}" }
  note:
    body: |
      ${body}
`;

  it.each<[string, string]>([
    ["{{ call.outcome | words }}", "Objetivo alcançado"],
    ["{{ call.outcome_text }}", "Objetivo alcançado"],
    ["{{ call.direction_text }}", "Ligação recebida"],
    ["{{ call.ended_at | date }}", "02/03/2026 11:56"],
    ["{{ call.ended_at | date: 'long' }}", "2 de março de 2026 às 11:56"],
    ["{{ call.ended_at | date: '%d de %B' }}", "02 de março"],
    ["{{ call.ended_at | date: '%B', 'en' }}", "March"],
    ["{{ extracted_variables.callback | yes_no }}", "Sim"],
    ["{{ extracted_variables.callback | yes_no: 'Pode', 'Não pode' }}", "Pode"],
    ["{{ extracted_variables.budget | money }}", "R$ 1.500"],
    ["{{ extracted_variables.budget | money: 'USD' }}", "US$ 1.500"],
    ["{{ extracted_variables.budget | number_format: 2 }}", "1.500,00"],
    ["{{ extracted_variables.address }}", "City: Olinda"],
    ["{{ 'Listen to the recording' | t }}", "Ouvir a gravação"],
    ["{{ call.turns | transcript }}", "<strong>Cliente:</strong> Morning."],
    ["{{ call.transcript }}", "Assistente: Good morning"],
    ["{{ call.turns | transcript: 'IA', 'Lead' }}", "<strong>Lead:</strong> Morning."],
    ["{{ extracted_variables | table }}", "<strong>Address:</strong> City: Olinda"],
  ])("%s says %s", async (template, said) => {
    const extracted_variables = { status: true, callback: "yes", budget: "1500", address: { city: "Olinda" } };
    expect(await noteOf(ownNote(template), { type: "inbound", extracted_variables })).toContain(said);
  });
});
