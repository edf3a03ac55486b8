package dev.agenthub.server.sandbox;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.server.agents.Permissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The device and user codes of the sandbox's device flow (RFC 8628). Not thread-safe. */
final class SandboxDevices {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    /** The polling interval; short, since the server is on this machine. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final int RANDOM_BYTES = 32;
    /** The letters of user codes: no vowels and no letters that are easily confused (RFC 8628, section 6.1). */
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int HALF = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** By their device code. */
    private final Map<String, Device> devices = new HashMap<>();

    /** A flow in progress, with the granted permissions; null where the person refused. */
    private static final class Device {
        private final String userCode;
        private final Permissions wanted;
        private final Instant expires;
        private Duration interval = INTERVAL;
        private @Nullable Instant asked;
        private boolean decided;
        private @Nullable Permissions granted;

        Device(String userCode, Permissions wanted, Instant expires) {
            this.userCode = userCode;
            this.wanted = wanted;
            this.expires = expires;
        }
    }

    /** The result of polling: the granted permissions, or the error. */
    record Outcome(Permissions granted, @Nullable String error) {
        static Outcome error(String code) {
            return new Outcome(Permissions.NONE, code);
        }
    }

    /** Begins a flow; {@code page} is where the person types the user code. */
    JsonObject begin(Permissions wanted, String page, Instant now) {
        devices.values().removeIf(device -> !now.isBefore(device.expires));
        String code = SecretBytes.random(RANDOM_BYTES).base64Url();
        String userCode = half() + "-" + half();
        devices.put(code, new Device(userCode, wanted, now.plus(LIFETIME)));
        return JsonObject.builder().put("device_code", code).put("user_code", userCode)
                .put("verification_uri", page).put("verification_uri_complete", page + "?user_code=" + userCode)
                .put("expires_in", LIFETIME.toSeconds()).put("interval", INTERVAL.toSeconds()).build();
    }

    private static String half() {
        StringBuilder half = new StringBuilder();
        RANDOM.ints(HALF, 0, LETTERS.length()).forEach(at -> half.append(LETTERS.charAt(at)));
        return half.toString();
    }

    /** The requested permissions of a user code; empty where it is unknown, or decided already. */
    Optional<Permissions> asked(String typed, Instant now) {
        return open(typed, now).map(device -> device.wanted);
    }

    /**
     * Records the person's decision; false where there is nothing to decide.
     *
     * @param granted null where the person refuses
     */
    boolean decide(String typed, @Nullable Permissions granted, Instant now) {
        Optional<Device> open = open(typed, now);
        open.ifPresent(device -> {
            device.decided = true;
            device.granted = granted;
        });
        return open.isPresent();
    }

    private Optional<Device> open(String typed, Instant now) {
        String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        return devices.values().stream().filter(device -> !device.decided && now.isBefore(device.expires)
                && device.userCode.replace("-", "").equals(letters)).findFirst();
    }

    /** The result of a device code; a decided one is used up by this call. */
    Outcome poll(String code, Instant now) {
        Device device = devices.get(code);
        if (device == null) {
            return Outcome.error("invalid_grant");
        }
        if (!now.isBefore(device.expires)) {
            devices.remove(code);
            return Outcome.error("expired_token");
        }
        Instant before = device.asked;
        device.asked = now;
        if (before != null && now.isBefore(before.plus(device.interval))) {
            device.interval = device.interval.plus(SLOWER);
            return Outcome.error("slow_down");
        }
        if (!device.decided) {
            return Outcome.error("authorization_pending");
        }
        devices.remove(code);
        return device.granted == null ? Outcome.error("access_denied") : new Outcome(device.granted, null);
    }
}
