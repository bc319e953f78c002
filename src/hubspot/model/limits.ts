/** HubSpot's limit for a text property and for an activity's body, in UTF-16 units. */
export const LONGEST_TEXT = 65_536;
