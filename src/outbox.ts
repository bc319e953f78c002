import { OperatorDoors } from "./outbox/operator-doors.ts";

/**
 * One per HubSpot portal: takes calls in, remembers what was written, and drains what is due in batches, at the portal's pace. Its doors are sorted by
 * who asks: the sender, those who look on, the operator, and here the platform. The Worker calls them by name, so they belong to one class.
 */
export class Outbox extends OperatorDoors {
  /** From the cron: an alarm should be set already, and old bodies go even when no calls come. */
  async wake(): Promise<void> {
    await this.parts.scheduler.armAnew();
    await this.parts.alerts.look();
    this.parts.scheduler.tidy();
  }

  /** Never throws: an alarm that does is retried six times and then gone. */
  override async alarm(): Promise<void> {
    await this.parts.scheduler.alarm();
  }

  /** Drains what is due, as far as one run may go, and sets the alarm for the rest. */
  async drain(): Promise<void> {
    await this.parts.scheduler.drain();
  }
}
