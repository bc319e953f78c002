/** A call of ten minutes as OtoniStark sends it: about 1,500 words in 120 turns, with what an assistant found out. */
export function longCall(number: number): string {
  const start = Date.UTC(2026, 2, 2, 12) + number * 60_000;
  const turns = Array.from({ length: 120 }, (_, turn) => ({
    text:
      WORDS_A_TURN.map((word) => WORDS[(turn * 7 + word * 3 + number) % WORDS.length]).join(" ") +
      (turn % 9 === 0 ? ' "so & so" <ok>' : "."),
    type: "transcript",
    sender: turn % 2 === 0 ? "bot" : "human",
    timestamp: start / 1000 + turn * 5,
  }));
  return JSON.stringify({
    id: 9_000_000 + number,
    customer_phone: `+55119${String(80_000_000 + number * 37)}`,
    assistant_phone: "+551140028922",
    duration: 600,
    status: "completed",
    extracted_variables: {
      status: true,
      summary: "Wants the yearly plan & a visit",
      lead_quality: "high",
      next_action: "schedule_demo",
      budget: 1500 + number,
    },
    input_variables: { customer_name: `Maria ${number} da Silva`, email: `maria${number}@padaria.example` },
    transcript: turns,
    recording_url: `https://recordings.example.com/call-${number}.mp3`,
    created_at: new Date(start).toISOString(),
    finished_at: new Date(start + 600_000).toISOString(),
    lead: { id: number, phone_number: "+551180000000", variables: [], status: "contacted", campaign: { id: 4, name: "Bakeries in March" } },
  });
}

const WORDS_A_TURN = Array.from({ length: 12 }, (_, word) => word);
const WORDS = "we would like to hear more about the yearly plan because our orders come before six in the morning and nobody answers".split(
  " ",
);
