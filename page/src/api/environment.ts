/** What an app needs to find and enter the simulator. The login is the simulator's own and the same for all of them. */
export function environmentAt(origin: string): string[] {
  return [
    `PAYAMSMS_BASE_URL=${origin}`,
    'PAYAMSMS_CLIENT_ID=simulator-client',
    'PAYAMSMS_CLIENT_SECRET=simulator-secret',
    'PAYAMSMS_SYSTEM_NAME=simulator',
    'PAYAMSMS_USERNAME=developer',
    'PAYAMSMS_PASSWORD=simulator-password',
    'PAYAMSMS_SENDER=982000123',
  ];
}
