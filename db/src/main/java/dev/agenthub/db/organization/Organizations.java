package dev.agenthub.db.organization;

import java.util.List;
import java.util.UUID;

/** The only operations that see more than one organization; each needs a token for the directory of organizations. */
public interface Organizations {

    /**
     * Creates an organization and opens its audit log, empty, with the origin
     * {@code <deployment>/org/<organization>/1}.
     *
     * @param deployment the name of this installation in origins: letters, digits, dot, dash and underscore
     */
    UUID create(String name, String deployment);

    /** Every organization that lives here, oldest first. */
    List<UUID> all();
}
