import { describe, expect, test } from "vitest";
import { checkTemplate } from "../../src/compiler/template/check.ts";
import { SafeHtml } from "../../src/html/safe-html.ts";
import { FILTERS } from "../../src/mapping/template/filters.ts";
import { parse } from "../../src/mapping/template/engine.ts";
import { TemplateStopped } from "../../src/mapping/template/limits.ts";
import { renderHtml, renderText } from "../../src/mapping/template/render.ts";

const SETTINGS = { country: "BR", timezone: "America/Sao_Paulo", now: "2025-01-15T10:30:00Z" };
const turns = [
  { speaker: "assistant", text: "Hello\nyou" },
  { speaker: "customer", text: "<b>hi</b>" },
];
const NAMES = {
  name: "Maria",
  evil: "<script>alert(1)</script>\"'",
  at: "2025-01-15T10:32:05Z",
  link: "https://x.example/a?b=1&c=2",
  js: "javascript:alert(1)",
  duration: 125,
  phone: "+5511987654321",
  list: ["a", "b"],
  group: { status: true, summary: "s", lead_quality: "very_high", blank: "", note_html: "<i>x</i>", yes: true },
  none: null,
  call: { transcript_html: new SafeHtml("<p>ok</p>"), turns },
};

describe("A template says what is wrong with it", () => {
  test.each([
    ["{{ a.b extra }}", 7, "`extra` does not belong here"],
    ["{% if a == %}x{% endif %}", 10, "something to compare with is missing after `==`"],
    ["{% if a = 1 %}x{% endif %}", 8, "to compare, write `==`"],
    ["{{ a | upcse }}", 7, "Did you mean `upcase`?"],
    ["{{ a | raw }}", 7, "leave `raw` out"],
    ["{{ a | }}", 6, "The name of a filter is missing"],
    ["{{ }}", 3, "nothing here to put out"],
    ["{{ a.b. }}", 7, "A name is missing after `.`"],
    ["hello {{ a", 6, "This `{{` is never closed"],
    ["{% if a %}x", 0, "`{% if %}` is never closed"],
    ["x{% endif %}", 1, "`{% endif %}` closes nothing here"],
    ["{% if a %}{% for x in y %}{% endif %}{% endfor %}", 26, "close it with `{% endfor %}` first"],
    ["{% include 'x' %}", 3, "A template stands alone here"],
    ["{% fro x in y %}{% endfro %}", 3, "Did you mean `for`?"],
    ["{% for x of y %}{% endfor %}", 9, "`in` is missing"],
    ["{{ 'a }}", 0, "is never closed"],
    ["{% else %}", 0, "stands outside of"],
  ])("%s", (source, offset, sentence) => {
    const { problems } = checkTemplate(source);
    expect(problems[0]?.offset).toBe(offset);
    expect(problems[0]?.message.toLowerCase()).toContain(sentence.toLowerCase());
  });

  test("one message for each mistake, and all of them", () => {
    expect(checkTemplate("{{ a b }}{{ c | nope }}{{ d e }}").problems.map(({ offset }) => offset)).toEqual([5, 16, 28]);
  });

  test.each([
    ["{% comment %}{{ any thing }}{% endcomment %}"],
    ["{% raw %}{{ any thing }}{% endraw %}"],
    ["{%- if a and b or not c contains 'x' -%}{%- endif -%}"],
    ["{% case a %}{% when 1, 2 or 3 %}x{% else %}y{% endcase %}"],
  ])("%s is right", (source) => expect(checkTemplate(source).problems).toEqual([]));

  test("every filter we name exists", () => {
    for (const filter of Object.keys(FILTERS)) expect(checkTemplate(`{{ a | ${filter} }}`).problems, filter).toEqual([]);
  });
});

describe("The names a template reads", () => {
  test.each([
    ["{{ a.b }} {% if c.d == e %}{% endif %}", ["a.b", "c.d", "e"]],
    ["{% for t in call.turns %}{{ t.text }} {{ forloop.index }}{% endfor %}{{ t.text }}", ["call.turns", "t.text"]],
    ["{% assign x = a.b | append: c %}{{ x.y }}", ["a.b", "c"]],
    ['{{ a["two words"].b }}', ["a.two words.b"]],
    ["{{ a[b.c].d }}", ["a", "b.c"]],
    ["{{ call.turns.first.text }} {{ a.size }}", ["call.turns", "a"]],
    ["{{ true }} {{ 'x' }} {{ 1 }} {% for i in (1..n) %}{% endfor %}", ["n"]],
  ])("%s", (source, paths) =>
    expect(
      checkTemplate(source)
        .names.map(({ path }) => path)
        .toSorted(),
    ).toEqual(paths.toSorted()),
  );

  test("know where they stand", () =>
    expect(checkTemplate("x {{ a.b }}").names[0]).toEqual({ path: "a.b", segments: ["a", "b"], offset: 5 }));
});

describe("A template fills its gaps", () => {
  test.each([
    ["{{ name }}", "Maria"],
    ["{{ missing.name }}|{{ none }}", "|"],
    ["{{ evil }}", NAMES.evil],
    ["{{ list }}", "a, b"],
    ["{{ at | date: '%d/%m/%Y %H:%M' }}", "15/01/2025 07:32"],
    ["{{ at | date }}", "2025-01-15 07:32"],
    ["{{ at | date: '%-d de %B', 'pt' }}", "15 de janeiro"],
    ["{{ at | date: '%H:%M', 'UTC' }}", "10:32"],
    ["{{ 'now' | date: '%F' }}", "2025-01-15"],
    ["{{ at | plus_days: 2 }}", "2025-01-17T10:32:05.000Z"],
    ["{{ duration | duration }}", "2 min 5 s"],
    ["{{ '11 98765-4321' | phone }}", "+5511987654321"],
    ["{{ group.yes | yes_no: 'Sim', 'Não' }}", "Sim"],
    ["{{ 'schedule_demo' | words }}", "Schedule demo"],
    ["{% if none %}a{% elsif duration > 100 %}b{% endif %}", "b"],
    ["{% if '' %}a{% else %}b{% endif %}{% assign zero = 0 %}{% if zero %}a{% else %}b{% endif %}", "bb"],
    ["{{ none | default: 'there' }}", "there"],
    ["{{ none | plus: 1 }}", ""],
    ["{{ name.constructor }}{{ name.__proto__ }}{{ list.map }}", ""],
  ])("%s", (source, text) => expect(renderText(source, NAMES, SETTINGS)).toBe(text));
});

describe("A body is safe, whatever a call says", () => {
  test.each([
    ["<p>{{ evil }}</p>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;</p>"],
    ["{{ group.note_html }}", "&lt;i&gt;x&lt;/i&gt;"],
    ["{{ call.transcript_html }}", "<p>ok</p>"],
    ["{{ call.transcript_html | upcase }}", "&lt;P&gt;OK&lt;/P&gt;"],
    ['<a href="{{ link }}">x</a>', '<a href="https://x.example/a?b=1&amp;c=2">x</a>'],
    ['<a href="{{ js }}">x</a>', "x"],
    ['<a href=" java&#10;script:alert(1)">x</a><a href="//x.example">y</a><a href="data:text/html,x">z</a>', "xyz"],
    ["<a href={{ evil }} onclick=x>x</a>", "x"],
    ['<p onclick="x" style="y">a</p>', "<p>a</p>"],
    ["<script>alert(1)</script><style>x</style><svg><p>y</p></svg>a", "a"],
    ["<img src=x onerror=alert(1)><iframe src='https://x.example'></iframe>b", "b"],
    ["<!-- <p> -->c<!-- d", "c"],
    ["1 < 2 > 1 <3", "1 &lt; 2 &gt; 1 &lt;3"],
    ["<p>a<p>b<ul><li>1<li>2</ul><b>c", "<p>a</p><p>b</p><ul><li>1</li><li>2</li></ul><b>c</b>"],
    ["</p></div>d", "d"],
    ["{% capture x %}<b>{{ evil }}</b>{% endcapture %}{{ x }}", "<b>&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;</b>"],
    ["{{ evil | escape }}", "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;"],
    ["{{ call.turns[0].text | newline_to_br }}", "Hello<br>you"],
    [
      "{{ call.turns | transcript: 'IA', '<Cliente>' }}",
      "<p><strong>IA:</strong> Hello<br>you</p><p><strong>&lt;Cliente&gt;:</strong> &lt;b&gt;hi&lt;/b&gt;</p>",
    ],
    [
      "{{ group | table: 'yes' }}",
      "<ul><li><strong>Lead quality:</strong> Very high</li><li><strong>Note html:</strong> &lt;i&gt;x&lt;/i&gt;</li></ul>",
    ],
    ["a\u00000\u0000b{{ evil }}", "a\u00000\u0000b&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;"],
  ])("%s", (source, html) => expect(renderHtml(source, NAMES, SETTINGS)).toBe(html));

  test("what we made ourselves comes out whole, once, and in the right place", () => {
    const long = `<p>${"word ".repeat(200)}</p>`;
    const names = { long: new SafeHtml(long), forged: "\u00000\u0000" };
    expect(renderHtml("<p>a{{ long }}b</p>{{ forged }}<b>{{ long }}</b>", names)).toBe(`<p>a</p>${long}b0<b>${long}</b>`);
    expect(renderHtml("{% capture x %}{{ long }}{% endcapture %}{{ x | strip_html | truncate: 12 }}", names)).toBe("word word...");
    expect(renderHtml('<a href="https://x.example/{{ long }}">x</a>', names)).not.toContain("word");
  });
});

describe("A template that would not end is stopped", () => {
  test.each([
    ["{% for i in (1..1000000000) %}x{% endfor %}"],
    ["{% for i in (1..9000) %}{% for j in (1..9000) %}{% endfor %}{% endfor %}"],
    ["{% assign x = 'aaaaaaaaaa' %}{% for i in (1..1000) %}{% assign x = x | append: x %}{% endfor %}"],
    ["{% capture x %}aaaaaaaaaa{% endcapture %}{% for i in (1..99) %}{% capture x %}{{ x }}{{ x }}{% endcapture %}{% endfor %}"],
    ["{% for i in (1..9000) %}{{ long }}{% endfor %}"],
  ])("%s", (source) => {
    const names = { long: new SafeHtml("<p>word</p>".repeat(500)) };
    expect(() => renderText(source, names)).toThrow(TemplateStopped);
    expect(() => renderHtml(source, names)).toThrow(TemplateStopped);
  });

  test("and says nothing that the call said", () => {
    expect(() => renderText("{{ name | where_exp: 'x' }}", NAMES)).toThrow("unknown_filter");
    expect(() => renderText("{{ list | concat: name }}", { list: ["a"], name: 5 })).not.toThrow(/Maria/);
  });
});

test.each([
  ['<a "'.repeat(50_000)],
  ["<p x='".repeat(30_000)],
  [`<a ${"a".repeat(190_000)}>`],
  ["<b>".repeat(30_000) + "</i>".repeat(25_000)],
  ["<svg>".repeat(40_000)],
])("HTML that begins with %.8s and so on is sanitised in no time", (html) => {
  const begun = Date.now();
  expect(renderHtml(html, {})).not.toContain('<a "');
  expect(Date.now() - begun).toBeLessThan(1500);
});

test("where people type one template after another, what was made of the oldest is let go, and made again when it comes", () => {
  const first = parse("{{ name }} says hello");
  expect(parse("{{ name }} says hello")).toBe(first);
  for (let typed = 0; typed < 1_500; typed++) expect(renderText(`{{ name }} ${typed}`, NAMES, SETTINGS)).toBe(`Maria ${typed}`);
  expect(parse("{{ name }} says hello")).not.toBe(first);
  expect(renderText("{{ name }} says hello", NAMES, SETTINGS)).toBe("Maria says hello");
});
