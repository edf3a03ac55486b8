package dev.agenthub.db;

import java.sql.SQLException;
import java.util.UUID;

/** Contexts for an organization that is not the attacker's, put together from what an attacker can come by. */
enum Forgery {
    NONE, PLAIN, RUBBISH, SPLICED, OF_ANOTHER_PROCESS, OF_AN_EARLIER_TRANSACTION, WIDENED;

    String context(UUID ours, UUID theirs) throws SQLException {
        return switch (this) {
            case NONE -> "";
            case PLAIN -> theirs.toString();
            case RUBBISH -> "system " + theirs + " " + theirs + " *" + "0".repeat(64);
            case SPLICED -> sealed(OrgContext.system(ours)).replace(ours.toString(), theirs.toString());
            case OF_ANOTHER_PROCESS -> sealed(OrgContext.system(theirs));
            case OF_AN_EARLIER_TRANSACTION -> sealed(OrgContext.system(ours));
            case WIDENED -> sealed(OrgContext.agent(ours, ours)).replace("agent", "system");
        };
    }

    private static String sealed(OrgContext context) throws SQLException {
        try (Attacker session = Attacker.asGranted().in(context)) {
            return session.one("select current_setting('agenthub.context')");
        }
    }
}
