package dev.agenthub.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.statement.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A member whose key is of P-256, made by the JDK: all that a member does is done with it, and what is no such key or signature is refused. */
class HardwareKeyTest {

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestClient anonymous = new TestClient(backend.uri(), null);

    private String code(String name) {
        return org.owner().client()
                .post("/v1/members/invitations", new InviteRequest(name, List.of(Role.APPROVER), List.of("approvers")))
                .as(Invitation.class).code();
    }

    /** Spelled as it is given, also where no record of the API could hold it. */
    private TestClient.Answer enrol(String code, String alg, byte[] publicKey) {
        return anonymous.postRaw("/v1/enrolments", "{\"invitation\":\"" + code + "\",\"name\":\"Tove\"," + alg
                + "\"publicKey\":\"" + Base64.getEncoder().encodeToString(publicKey) + "\"}");
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] beginning(int first, byte[] point, int length) {
        byte[] bytes = Arrays.copyOf(point, length);
        bytes[0] = (byte) first;
        return bytes;
    }

    @Test
    void enrolsNoBytesThatAreNoKeyOfTheAlgorithm() {
        byte[] ed25519 = TestKey.ed25519().publicKey();
        byte[] point = TestKey.es256().publicKey();
        byte[] offCurve = point.clone();
        offCurve[64] ^= 1;
        String es256 = "\"alg\":\"es256\",";
        String code = code("Tove");
        int events = org.events().size();

        for (byte[] none : List.of(ed25519, new byte[0], new byte[]{0}, new byte[65], beginning(4, new byte[65], 65),
                beginning(2 + (point[64] & 1), point, 33), beginning(6 + (point[64] & 1), point, 65), offCurve,
                Arrays.copyOf(point, 64), Arrays.copyOf(point, 66), new TestKey.Ecdsa("secp384r1").publicKey(),
                // The generator of secp256k1, a curve with points of the same length.
                hex("0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
                // A point with x = 5, its x written with the prime added.
                hex("04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4"))) {
            assertThat(enrol(code, es256, none).code()).as(HexFormat.of().formatHex(none))
                    .isEqualTo("REQUEST_MALFORMED");
        }
        for (String alg : List.of("\"alg\":\"ed25519\",", "\"alg\":\"ES256\",", "\"alg\":\"es256 \",",
                "\"alg\":\"rsa\",", "\"alg\":\"\",", "\"alg\":null,", "\"alg\":1,", "\"alg\":\"1\",",
                "\"alg\":[\"es256\"],", "")) {
            assertThat(enrol(code, alg, point).code()).as(alg).isEqualTo("REQUEST_MALFORMED");
        }

        assertThat(org.events()).as("nothing was enrolled").hasSize(events);
        assertThat(enrol(code, es256, point).as(Enrolled.class).key()).as("the code is still good")
                .isEqualTo(PublicKey.id(point));
        JsonObject enrolled = org.events().getLast().data();
        assertThat(enrolled.string("alg")).isEqualTo("es256");
        assertThat(enrolled.string("publicKey")).isEqualTo(Base64.getEncoder().encodeToString(point));
    }

    @Test
    void enrolsAKeyOnce() {
        TestKey device = TestKey.es256();
        TestMember.enrol(backend.uri(), code("Tove"), "Tove", device, backend.clock());

        assertThat(anonymous.post("/v1/enrolments",
                EnrolRequest.of(code("Uwe"), "Uwe", device.alg(), device.publicKey())).code())
                .isEqualTo("KEY_ALREADY_ENROLLED");
    }
}
