package dev.agenthub.evidence.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tests which members of an object are read as text, numbers and truth values, and which are refused. */
class JsonObjectTest {
    private final JsonObject object = JsonObject.builder().put("text", "a").put("number", 1L).put("truth", true)
            .putNull("nothing").put("half", new JsonNumber("0.5")).build();

    private static void refuses(ThrowingCallable reading) {
        assertThatThrownBy(reading).hasFieldOrPropertyWithValue("code", Codes.MEMBER_MISSING);
    }

    @Test
    void readsMembersOfTheKindThatIsAskedFor() {
        assertThat(object.string("text")).isEqualTo("a");
        assertThat(object.nullableString("text")).isEqualTo("a");
        assertThat(object.nullableString("nothing")).isNull();
        assertThat(object.integer("number")).isEqualTo(1);
        assertThat(object.bool("truth")).isTrue();
    }

    @Test
    void refusesMembersThatAreMissingOrOfAnotherKind() {
        refuses(() -> object.string("nothing"));
        refuses(() -> object.nullableString("missing"));
        refuses(() -> object.nullableString("number"));
        refuses(() -> object.integer("half"));
        refuses(() -> object.integer("text"));
        refuses(() -> object.bool("number"));
    }
}
