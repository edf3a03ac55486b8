package dev.agenthub.db;

import java.sql.SQLException;
import java.util.UUID;

/** Contexts for an organization that is not the attacker's, made from what an attacker can come by. */
final class SealedContexts {

    private SealedContexts() {}

    /** Our own seal under their id. */
    static String spliced(UUID ours, UUID theirs) throws SQLException {
        return sealed(OrgContext.system(ours)).replace(ours.toString(), theirs.toString());
    }

    /** Theirs, as another session of the application's has it at this moment. */
    static String ofAnotherProcess(UUID ours, UUID theirs) throws SQLException {
        return sealed(OrgContext.system(theirs));
    }

    /** Ours, kept from a transaction that has ended. */
    static String ofAnEarlierTransaction(UUID ours, UUID theirs) throws SQLException {
        return sealed(OrgContext.system(ours));
    }

    /** An agent's own seal, spliced to say that the system acts. */
    static String widened(UUID ours, UUID theirs) throws SQLException {
        return sealed(OrgContext.agent(ours, ours)).replace("agent", "system");
    }

    private static String sealed(OrgContext context) throws SQLException {
        try (Attacker session = Attacker.asGranted().in(context)) {
            return session.one("select current_setting('agenthub.context')");
        }
    }
}
