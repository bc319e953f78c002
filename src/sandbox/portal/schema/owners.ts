export interface Owner {
  id: string;
  userId: number;
  email: string;
  firstName: string;
  lastName: string;
}

export const STANDARD_OWNERS: readonly Owner[] = [
  { id: "41001", userId: 9001, email: "ana.souza@example.com", firstName: "Ana", lastName: "Souza" },
  { id: "41002", userId: 9002, email: "bruno.lima@example.com", firstName: "Bruno", lastName: "Lima" },
  { id: "41003", userId: 9003, email: "carla.dias@example.com", firstName: "Carla", lastName: "Dias" },
];

export function ownerJson(owner: Owner, at: string): Record<string, unknown> {
  return { ...owner, type: "PERSON", archived: false, createdAt: at, updatedAt: at };
}
