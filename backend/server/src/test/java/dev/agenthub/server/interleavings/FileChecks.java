package dev.agenthub.server.interleavings;

import dev.agenthub.server.TestClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Compares the files that an agent sent with its request's payload, and with what the provider received. */
final class FileChecks {

    private FileChecks() {}

    static List<String> faults(World world, AcceptedRequest asked, TestClient auditor, boolean ran) {
        List<String> faults = new ArrayList<>();
        byte[] payload = auditor.get("/v1/requests/" + asked.id() + "/payload").bytes();
        List<String> digests = new JsonMapper().readTree(payload).get("attachments").valueStream()
                .map(file -> file.get("sha256").asString()).toList();
        if (!digests
                .equals(asked.files().stream().map(file -> sha256(file.getBytes(StandardCharsets.UTF_8))).toList())) {
            faults.add(asked + " has other files than were sent: " + digests);
        }
        if (ran) {
            byte[] tag = "agenthub/action/v1\n".getBytes(StandardCharsets.UTF_8);
            String boundary = sha256(tag, payload);
            String body = world.backends.body(asked.id());
            for (String file : asked.files()) {
                if (!body.contains("\r\n\r\n" + file + "\r\n--" + boundary)) {
                    faults.add(asked + " was executed without a file that was sent");
                }
            }
            // One part before the files, and the end behind them.
            int expected = asked.files().isEmpty() ? 0 : asked.files().size() + 1;
            if (body.split("\r\n--" + boundary, -1).length - 1 != expected) {
                faults.add(asked + " was executed with files that nobody sent");
            }
        }
        return faults;
    }

    private static String sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
