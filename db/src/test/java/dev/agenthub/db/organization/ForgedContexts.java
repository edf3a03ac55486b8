package dev.agenthub.db.organization;

import java.sql.SQLException;
import java.util.UUID;

/** Contexts for another organization, forged from data that an attacker can obtain. */
enum ForgedContexts {
    NONE, PLAIN, RUBBISH, SPLICED, OF_ANOTHER_PROCESS, OF_AN_EARLIER_TRANSACTION, WIDENED;

    String context(UUID ours, UUID theirs) throws SQLException {
        return switch (this) {
            case NONE -> "";
            case PLAIN -> theirs.toString();
            case RUBBISH -> "agenthub_system_x_" + "0".repeat(64);
            case SPLICED -> kept(OrgContext.system(ours)).replace(hex(ours), hex(theirs));
            case OF_ANOTHER_PROCESS -> kept(OrgContext.system(theirs));
            case OF_AN_EARLIER_TRANSACTION -> kept(OrgContext.system(ours));
            case WIDENED -> kept(OrgContext.agent(ours, ours)).replace("agent", "system");
        };
    }

    private static String kept(OrgContext context) throws SQLException {
        try (Attacker session = Attacker.asGranted().in(context)) {
            return session.context();
        }
    }

    private static String hex(UUID id) {
        return id.toString().replace("-", "");
    }
}
