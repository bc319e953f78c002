import { calculatedPhone } from "../search/phone-index.ts";
import { stageOf } from "../schema/pipelines.ts";
import { htmlText } from "./safe-html.ts";
import type { Schema } from "../schema/schema.ts";

type Properties = Readonly<Record<string, string>>;

/** The properties that HubSpot works out by itself; an empty text means none. */
export function calculatedProperties(schema: Schema, object: string, properties: Properties, country: string): Properties {
  if (object === "contacts") return { ...phones(properties, country), ...names(properties) };
  if (object === "companies")
    return { hs_searchable_calculated_phone_number: calculatedPhone(properties["phone"], country)?.national ?? "" };
  if (object === "deals" || object === "tickets") return stageFacts(schema, object, properties);
  const body = properties["hs_note_body"] ?? properties["hs_call_body"] ?? properties["hs_task_body"];
  return body === undefined ? {} : { hs_body_preview: htmlText(body).slice(0, 200) };
}

function phones(properties: Properties, country: string): Properties {
  const phone = calculatedPhone(properties["phone"], country);
  const mobile = calculatedPhone(properties["mobilephone"], country);
  return {
    hs_searchable_calculated_phone_number: phone?.national ?? "",
    hs_searchable_calculated_mobile_number: mobile?.national ?? "",
    hs_searchable_calculated_international_phone_number: phone?.international ?? "",
    hs_searchable_calculated_international_mobile_number: mobile?.international ?? "",
    hs_calculated_phone_number: phone ? `+${phone.international}` : "",
    hs_calculated_mobile_number: mobile ? `+${mobile.international}` : "",
  };
}

function names(properties: Properties): Properties {
  const email = properties["email"] ?? "";
  const name = [properties["firstname"], properties["lastname"]].filter(Boolean).join(" ");
  return { hs_full_name_or_email: name || email, hs_email_domain: email.split("@")[1] ?? "", hs_is_contact: "true" };
}

function stageFacts(schema: Schema, object: string, properties: Properties): Properties {
  const metadata =
    stageOf(schema.pipelines(object), properties[object === "deals" ? "dealstage" : "hs_pipeline_stage"])?.stage.metadata ?? {};
  const closed = metadata["isClosed"] === "true";
  if (object === "tickets") return { hs_is_closed: String(closed) };
  const probability = Number(metadata["probability"] ?? "0");
  return {
    hs_is_closed: String(closed),
    hs_is_closed_won: String(closed && probability === 1),
    hs_is_closed_lost: String(closed && probability === 0),
    hs_deal_stage_probability: metadata["probability"] ?? "",
    amount_in_home_currency: properties["amount"] ?? "",
  };
}
