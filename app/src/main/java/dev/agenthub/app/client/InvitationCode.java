package dev.agenthub.app.client;

import dev.agenthub.api.JoinLink;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the organization out of a one-time code, {@code ahi_<org>_<id>_<secret>}, or out of a link with one; only the backend can tell whether it is good. */
public final class InvitationCode {
    private static final Pattern CODE = Pattern.compile("ahi_([0-9a-f]{32})_[0-9a-f]{32}_[A-Za-z0-9_-]+");

    private final String text;
    private final UUID org;

    private InvitationCode(String text, UUID org) {
        this.text = text;
        this.org = org;
    }

    /** Empty for any other text; spaces and line breaks that came along when it was copied do no harm. */
    public static Optional<InvitationCode> parse(String typed) {
        String unbroken = typed.replaceAll("\\s", "");
        String code = JoinLink.parse(unbroken).map(JoinLink::code).orElse(unbroken);
        Matcher parts = CODE.matcher(code);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String hex = parts.group(1);
        return Optional.of(new InvitationCode(code, new UUID(Long.parseUnsignedLong(hex, 0, 16, 16),
                Long.parseUnsignedLong(hex, 16, 32, 16))));
    }

    String text() {
        return text;
    }

    /** Whose members it lets in. */
    public UUID org() {
        return org;
    }

    @Override
    public String toString() {
        return "***";
    }
}
