package dev.agenthub.app.ui.approvals.changes;

import dev.agenthub.evidence.canonical.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a document.
 *
 * @param above what it stands in; null for the document itself
 * @param name of the member; empty for an item
 * @param item its index in a list; -1 for a member
 */
public record Place(@Nullable Place above, String name, int item) {
    public static final Place WHOLE = new Place(null, "", -1);

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$-]+");

    public Place member(String below) {
        return new Place(this, below, -1);
    }

    public Place item(int index) {
        return new Place(this, "", index);
    }

    /** The step from what is above to this: {@code .amount}, {@code [3]}, or {@code ["a.b"]} for a name that could be taken for several. */
    private String step() {
        if (item >= 0) {
            return "[" + item + "]";
        }
        return PLAIN.matcher(name).matches()
                ? "." + name
                : "[" + new String(new JsonString(name).canonicalBytes(), StandardCharsets.UTF_8) + "]";
    }

    /** Such as {@code call.http.headers["X.Y"][3]}, different for each place; empty for the document itself. Nothing in it is marked. */
    public String text() {
        StringBuilder text = new StringBuilder();
        write(text);
        return !text.isEmpty() && text.charAt(0) == '.' ? text.substring(1) : text.toString();
    }

    private void write(StringBuilder text) {
        if (above != null) {
            above.write(text);
            text.append(step());
        }
    }
}
