package dev.agenthub.server.sandbox;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import dev.agenthub.server.agents.AuthorizationDetail;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's type of authorization details (RFC 9396): refunds in one currency, up to
 * an amount each. The scope for refunds has no such limit.
 *
 * @param currency three letters (ISO 4217)
 * @param most the largest amount
 */
record RefundLimit(String currency, BigDecimal most) {
    static final String TYPE = "refund";

    private static final String CURRENCY = "currency";
    private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,6})\\.[0-9]{2}");
    private static final int LONGEST = 20;

    /**
     * Parses a request's {@code authorization_details}.
     *
     * @param text null for none
     * @throws DocumentFault where one has another type, or an unknown member (RFC 9396, section 5)
     * @throws dev.agenthub.evidence.EvidenceException where it is no JSON
     */
    static List<AuthorizationDetail> asked(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        List<AuthorizationDetail> details = AuthorizationDetail
                .list(new DocumentNode(JsonValue.parse(text.getBytes(StandardCharsets.UTF_8)), ""));
        details.forEach(RefundLimit::of);
        return details;
    }

    static RefundLimit of(AuthorizationDetail detail) {
        DocumentNode node = new DocumentNode(detail.document(), "").only(Set.of("type", CURRENCY, "limit"));
        if (!detail.type().equals(TYPE)) {
            throw node.require("type").fault("Only " + TYPE + " is known.");
        }
        DocumentNode limit = node.require("limit");
        return new RefundLimit(node.require(CURRENCY).text(LONGEST), amount(limit.text(LONGEST))
                .orElseThrow(() -> limit.fault("An amount such as 500.00 is expected.")));
    }

    /** Whether the detail permits this refund. */
    boolean allows(JsonObject refund) {
        return refund.get(CURRENCY) instanceof JsonString asked && asked.value().equals(currency)
                && refund.get("amount") instanceof JsonString amount
                && amount(amount.value()).filter(money -> money.compareTo(most) <= 0).isPresent();
    }

    /** The text that a person consents to. */
    String words() {
        return "Pay back up to " + most.toPlainString() + " " + currency + " at a time";
    }

    private static Optional<BigDecimal> amount(String text) {
        return AMOUNT.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
}
