/** Seconds as people say them: `125` is `2 min 5 s`, in all our languages alike. */
export function showDuration(lengthSeconds: number): string {
  const seconds = Math.round(lengthSeconds);
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return said.join(" ") || "0 s";
}
