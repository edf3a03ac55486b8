package dev.agenthub.db.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A member's key is what its algorithm says, for good. */
class MemberKeyTest {

    private static final UUID MEMBER = UUID.fromString("00000000-0000-7000-8000-000000000003");
    private static final String POINT = "'\\x04' || sha256('x') || sha256('y')";

    private final OrgTransactions transactions = SharedDatabase.get().database().transactions();
    private UUID org;

    @BeforeEach
    void fill() throws SQLException {
        org = SharedDatabase.filledOrganization();
    }

    private int execute(String sql) {
        return transactions.call(OrgContext.system(org),
                handle -> handle.createUpdate(sql).bind("org", org).execute());
    }

    private int enrol(String alg, String bytes, String hashed) {
        return execute("insert into member_key (org_id, key_id, member_id, alg, public_key) values (:org, "
                + "encode(substring(sha256(" + hashed + ") for 8), 'hex'), '" + MEMBER + "', " + alg + ", " + bytes
                + ")");
    }

    @Test
    void isAPointOfItsAlgorithmsLength() {
        assertThat(enrol("'ed25519'", "sha256('x')", "sha256('x')")).isEqualTo(1);
        assertThat(enrol("'es256'", POINT, POINT)).isEqualTo(1);
        assertThatThrownBy(() -> enrol("'es256'", POINT, "sha256('x')")).hasMessageContaining("check constraint");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "'es256'; sha256('x')", "'ed25519'; '\\x04' || sha256('x') || sha256('y')",
            "'es256'; '\\x02' || sha256('x')", "'es256'; '\\x06' || sha256('x') || sha256('y')",
            "'es256'; '\\x0004' || sha256('x') || substring(sha256('y') for 31)",
            "'es256'; '\\x04' || sha256('x') || sha256('y') || '\\x00'", "'es256'; '\\x00'", "'es256'; ''::bytea",
            "'ed25519'; substring(sha256('x') for 31)", "'ES256'; '\\x04' || sha256('x') || sha256('y')",
            "'rsa'; sha256('x')", "''; sha256('x')"}, quoteCharacter = '~')
    void isNothingElse(String alg, String bytes) {
        assertThatThrownBy(() -> enrol(alg, bytes, bytes)).hasMessageContaining("check constraint");
    }

    @Test
    void saysItsAlgorithmForGood() {
        assertThatThrownBy(() -> enrol("null", "sha256('x')", "sha256('x')"))
                .hasMessageContaining("not-null constraint");
        assertThatThrownBy(() -> execute("update member_key set alg = 'es256' where org_id = :org"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute("update member_key set public_key = sha256('x') where org_id = :org"))
                .hasMessageContaining("permission denied");
    }
}
