package dev.agenthub.evidence.statement;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How much of a request a member's client displayed before the member signed, as the client states it. This cannot be verified, so
 * verification counts it and never rejects because of it.
 *
 * @param of how many characters (code points) the text of the view has, its marks included
 * @param seen how many of them were on screen
 * @param sha256 over the text in UTF-8
 * @param view the name of the view and the version of its rules
 */
public record Display(long of, long seen, Hash sha256, String view) {

    /** The view that shows every character of the payload, those that cannot be drawn as marks. */
    public static final String EXACT_VIEW = "exact/v1";

    /** What canonical JSON can keep exactly. */
    private static final long LARGEST = (1L << 53) - 1;

    private static final Pattern VIEW = Pattern.compile("[a-z][a-z0-9-]{0,31}/v[1-9][0-9]{0,3}");
    private static final Set<String> MEMBERS = Set.of("of", "seen", "sha256", "view");

    /**
     * Reads the client's statement.
     *
     * @throws EvidenceException STATEMENT_MALFORMED where it cannot be true of any view
     */
    public Display {
        if (seen < 0 || seen > of || of > LARGEST) {
            throw malformed("\"seen\" must be from 0 to \"of\", and \"of\" at most 2^53-1.");
        }
        if (!VIEW.matcher(view).matches()) {
            throw malformed("\"view\" must be a name and a version, such as " + EXACT_VIEW + ".");
        }
    }

    /** What is said of the exact view with this text. */
    public static Display ofExactView(String text, long seen) {
        return new Display(text.codePointCount(0, text.length()), seen,
                Hash.sha256(text.getBytes(StandardCharsets.UTF_8)), EXACT_VIEW);
    }

    static Display of(JsonObject object) {
        if (!object.members().keySet().equals(MEMBERS)) {
            throw malformed("it must have exactly the members \"of\", \"seen\", \"sha256\" and \"view\".");
        }
        return new Display(object.integer("of"), object.integer("seen"), Hash.ofHex(object.string("sha256")),
                object.string("view"));
    }

    JsonObject json() {
        return JsonObject.builder().put("of", of).put("seen", seen).put("sha256", sha256.hex()).put("view", view)
                .build();
    }

    /** Whether all of it was on screen. */
    public boolean isWhole() {
        return seen == of;
    }

    private static EvidenceException malformed(String message) {
        return new EvidenceException(Codes.STATEMENT_MALFORMED, "\"display\": " + message);
    }
}
