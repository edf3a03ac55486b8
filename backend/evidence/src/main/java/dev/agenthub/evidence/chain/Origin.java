package dev.agenthub.evidence.chain;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Uuids;
import java.util.UUID;

/**
 * The name of one log: deployment, organization and incarnation, written {@code <deployment>/org/<uuid>/<n>}.
 *
 * @param incarnation 1, and one more after every restore
 */
public record Origin(String deployment, UUID org, int incarnation) {

    private static final String MIDDLE = "/org/";

    /** An origin is also the name of a signing key, so it may hold neither white space nor a plus sign. */
    public Origin {
        boolean plain = deployment.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '+');
        if (deployment.isEmpty() || !plain || incarnation < 1) {
            throw malformed();
        }
    }

    public static Origin parse(String text) {
        int middle = text.lastIndexOf(MIDDLE);
        int slash = text.lastIndexOf('/');
        if (middle < 0 || slash < middle + MIDDLE.length()) {
            throw malformed();
        }
        try {
            UUID org = Uuids.parse(text.substring(middle + MIDDLE.length(), slash));
            Origin origin = new Origin(text.substring(0, middle), org, Integer.parseInt(text.substring(slash + 1)));
            if (origin.toString().equals(text)) {
                return origin;
            }
        } catch (EvidenceException | NumberFormatException e) {
            throw malformed();
        }
        throw malformed();
    }

    @Override
    public String toString() {
        return deployment + MIDDLE + org + "/" + incarnation;
    }

    private static EvidenceException malformed() {
        return new EvidenceException(Codes.ORIGIN_MALFORMED, "An origin reads <deployment>/org/<uuid>/<incarnation>.");
    }
}
