package dev.agenthub.api;

/**
 * Why a device key is revoked; the audit log keeps it.
 *
 * @param reason why, at most 500 characters
 */
public record KeyRevocation(String reason) {

    public KeyRevocation {
        reason = Check.text("reason", reason, 500);
    }
}
