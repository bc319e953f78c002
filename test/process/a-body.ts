/** A webhook's body as OtoniStark sends it, for tests that run outside workerd. */
export const aBody = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 7_000_001,
  customer_phone: "+5511987650001",
  assistant_phone: "+551130030001",
  duration: 64,
  status: "completed",
  extracted_variables: { status: true, summary: "Wants a quote" },
  input_variables: { customer_name: "Beatriz Prado" },
  transcript: [{ text: "Good morning.", type: "transcript", sender: "bot", timestamp: 1772463600.2 }],
  formatted_transcript: "AI: Good morning.",
  created_at: "2026-03-02T14:55:00.000000Z",
  finished_at: "2026-03-02T14:56:04.000000Z",
  ...fields,
});
