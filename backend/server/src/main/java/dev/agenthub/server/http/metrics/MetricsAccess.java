package dev.agenthub.server.http.metrics;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.files.DurableFile;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.http.SourceAddress;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets programs on this machine read the metrics, and callers with the token in the data folder's {@code secrets/metrics.token}. */
public final class MetricsAccess {

    private static final String FILE = "metrics.token";
    private static final int BYTES = 32;
    /** A bearer token (RFC 6750, section 2.1) of at least 32 characters. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{32,500}=*");

    private final SecretBytes token;

    private MetricsAccess(SecretBytes token) {
        this.token = token;
    }

    /**
     * Reads the token's file, a line of text; creates it where it is missing.
     *
     * @throws StartupException SECRETS_UNUSABLE where it contains no token
     */
    public static MetricsAccess of(DataFolder folder) {
        Path file = folder.secrets().resolve(FILE);
        return folder.alone(FILE, () -> {
            try {
                if (!Files.exists(file)) {
                    DurableFile.writePrivately(file,
                            (SecretBytes.random(BYTES).base64Url() + "\n").getBytes(StandardCharsets.US_ASCII));
                }
                String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
                if (TOKEN.matcher(text).matches()) {
                    return new MetricsAccess(SecretBytes.ofText(text));
                }
            } catch (IOException e) {
                throw unusable(file, e);
            }
            throw unusable(file, null);
        });
    }

    private static StartupException unusable(Path file, @Nullable IOException cause) {
        return new StartupException("SECRETS_UNUSABLE", "The file " + file
                + " holds no token of 32 or more letters and digits. Delete it, and the next start makes one.", cause);
    }

    /**
     * Checks that the caller may read the metrics.
     *
     * @throws RefusedException UNAUTHENTICATED
     */
    void require(Context context) {
        String header = context.header("Authorization");
        boolean known = header != null && header.startsWith("Bearer ")
                && MessageDigest.isEqual(header.substring(7).getBytes(StandardCharsets.UTF_8), token.bytes());
        if (!known && !SourceAddress.isThisMachine(context)) {
            throw new RefusedException(ErrorCode.UNAUTHENTICATED,
                    "Metrics are for callers on the backend's own machine, or with the token in its metrics.token.");
        }
    }
}
