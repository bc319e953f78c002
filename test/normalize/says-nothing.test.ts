import { expect, it } from "vitest";
import { saysNothing } from "../../src/normalize/says-nothing.ts";

const NOTHING = `N/A|n.a.|(N/A)|[null]|NULL|undefined|NaN|nil|none|None.|-|—|...|?|{}|[]|""|not provided|Not Specified.|not yet known|<not available>|unknown|Unknown caller|unspecified|no name|no data
não informado|NAO INFORMADA|Não-informado|nao_informado|não se aplica|não consta|sem resposta|Sem Nome|nenhuma|desconhecido|indefinido|em branco|n/d|cliente não informado|o cliente não informou
no aplica|No especificado|no proporcionada|sin nombre|sin respuesta|sin datos|ninguno|desconocida|vacío|el cliente no informó
{{placeholder}}|{{ first }} {{ last }}|{{lead.email | downcase}}|\${name}|{name}|0000000000|(00) 00000-0000|000.000.000-00|null null|customer did not provide
\u200b|[object Object]|not provided by the customer|não informado pelo cliente|no informado por el cliente|Não há informação|no hay datos`;

const SOMETHING = `Nada|Ana|Na|Nan|NA Imports|Recife|0|00|0.00|0,5|false|no|não|sim|N|A|5|12:00|+|***|👍|ND|s/n|A+|Nulo Silva|Blank|Maria None|None of the above|null island|No Name Ltda|Unknown Mortal Orchestra
Não informado o endereço, mas quer visita|not interested|not provided by us before|sem glúten|{"a":1}|01310-000|00000-000 x|no answer|não sei`;

const texts = (lists: string) => lists.split(/[|\n](?! downcase)/);

it.each(texts(NOTHING))("%j says nothing", (text) => expect(saysNothing(text)).toBe(true));

it.each(texts(SOMETHING))("%j says something", (text) => expect(saysNothing(text)).toBe(false));

it("white space and invisible characters around it do not count", () => {
  expect([" N/A\n", "\u200bnull", "", "  ", "\u00a0-\u00a0"].every(saysNothing)).toBe(true);
});
