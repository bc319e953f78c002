export interface HistoryEntry {
  value: string;
  timestamp: string;
  sourceType: string;
  sourceId: string;
  sourceLabel?: string;
  updatedByUserId?: number;
}

/** Who made a change: an app through the API, a person in HubSpot, a merge. */
export interface Source {
  sourceType: string;
  sourceId: string;
  sourceLabel?: string;
  updatedByUserId?: number;
}

/** `properties` is replaced, never changed in place, so whoever holds one holds a snapshot. */
export interface StoredRecord {
  readonly id: string;
  readonly object: string;
  properties: Readonly<Record<string, string>>;
  /** oldest first */
  readonly history: Record<string, HistoryEntry[]>;
  readonly createdAt: number;
  updatedAt: number;
  archivedAt?: number;
}

export const API_SOURCE: Source = { sourceType: "INTEGRATION", sourceId: "20261101", sourceLabel: "Connector" };
export const PERSON_SOURCE: Source = { sourceType: "CRM_UI", sourceId: "userId:9001", updatedByUserId: 9001 };
export const MERGE_SOURCE: Source = { sourceType: "MERGE_OBJECTS", sourceId: "userId:9001", updatedByUserId: 9001 };
