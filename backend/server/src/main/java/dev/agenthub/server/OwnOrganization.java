package dev.agenthub.server;

import dev.agenthub.db.Database;
import dev.agenthub.db.OrgContext;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import java.util.UUID;

/** The organization of a folder that is not the sample's: made empty at the first start. */
final class OwnOrganization {

    private static final String NAME = "My organization";
    private static final String DEPLOYMENT = "agenthub";

    private OwnOrganization() {}

    static UUID prepare(Database database, AuditLog audit) {
        UUID org = database.organizations().all().stream().findFirst()
                .orElseGet(() -> database.organizations().create(NAME, DEPLOYMENT));
        database.transactions().run(OrgContext.system(org), handle -> {
            AuditLog.Head head = audit.head(handle);
            // A start that died after creating the organization left its log empty.
            if (head.size() == 0) {
                String origin = head.origin().toString();
                audit.append(handle, org,
                        new EventDraft(EventType.LOG_OPENED, AuditLog.system(), new Subject(origin, "log"), null,
                                JsonObject.builder().put("origin", origin).build()));
            }
        });
        return org;
    }
}
