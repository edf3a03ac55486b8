package dev.agenthub.app.ui.signin;

import dev.agenthub.api.JoinLink;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.ui.common.Messages;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the organization out of a one-time code, {@code ahi_<org>_<id>_<secret>}, or out of a link with one; only the backend can tell whether it is good. */
final class InvitationCode {
    private static final Pattern CODE = Pattern.compile("ahi_([0-9a-f]{32})_[0-9a-f]{32}_[A-Za-z0-9_-]+");

    private final String text;
    private final UUID org;

    private InvitationCode(String text, UUID org) {
        this.text = text;
        this.org = org;
    }

    /** Spaces and line breaks that came along when it was copied do no harm. */
    static InvitationCode parse(String typed) {
        String unbroken = typed.replaceAll("\\s", "");
        String code = JoinLink.parse(unbroken).map(JoinLink::code).orElse(unbroken);
        Matcher parts = CODE.matcher(code);
        if (!parts.matches()) {
            throw new CodedException("INVITATION_MALFORMED",
                    Messages.of(InvitationCode.class).text("enrol.code.malformed"));
        }
        String hex = parts.group(1);
        return new InvitationCode(code, new UUID(Long.parseUnsignedLong(hex, 0, 16, 16),
                Long.parseUnsignedLong(hex, 16, 32, 16)));
    }

    String text() {
        return text;
    }

    UUID org() {
        return org;
    }

    @Override
    public String toString() {
        return "***";
    }
}
