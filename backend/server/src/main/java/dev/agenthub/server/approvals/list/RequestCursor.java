package dev.agenthub.server.approvals.list;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.Risk;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last request of a page, by everything that any order asks of it. All of it is frozen but for the decision, and
 * what is decided again goes before everything listed since, so that a list can change between two pages without a gap.
 * Callers get it as a text that means nothing to them, and only together with the order and filter that it was made for.
 * The requests that wait for the caller are some of those in the same list, so the same place is one among them too.
 */
public record RequestCursor(Risk risk, Instant expiresAt, Instant listedAt, UUID id) {

    private static final int DIGEST = 16;

    public static RequestCursor of(StoredRequest last) {
        return new RequestCursor(last.risk(), last.expiresAt(),
                last.listedAt(), last.id());
    }

    public String text(RequestFilter filter, RequestOrder order) {
        String plain = String.join(" ", question(filter, order), risk.toString(), expiresAt.toString(),
                listedAt.toString(), id.toString());
        return Ids.base64Url(plain.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws RefusedException REQUEST_MALFORMED where it is of another order or filter, or none at all
     */
    public static RequestCursor parse(String text, RequestFilter filter, RequestOrder order) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length == 5 && parts[0].equals(question(filter, order))) {
                RequestCursor cursor = new RequestCursor(Risk.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                        Instant.parse(parts[2]), Instant.parse(parts[3]), UUID.fromString(parts[4]));
                if (cursor.text(filter, order).equals(text)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw refused(e);
        }
        throw refused(null);
    }

    private static RefusedException refused(@Nullable Exception cause) {
        return new RefusedException(ErrorCode.REQUEST_MALFORMED,
                "cursor is not one that this server gave for this order and filter.", cause);
    }

    private static String question(RequestFilter filter, RequestOrder order) {
        byte[] asked = (order + " " + filter.ofAnybody().query()).getBytes(StandardCharsets.UTF_8);
        return Hash.sha256(asked).hex().substring(0, DIGEST);
    }
}
