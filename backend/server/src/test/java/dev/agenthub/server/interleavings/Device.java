package dev.agenthub.server.interleavings;

import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;

/** A member's device: a key and its latest session. Thread-safe. */
final class Device {

    final MemberActor person;
    final TestMember member;
    private final int number;
    private volatile TestClient session;

    Device(MemberActor person, TestMember member, int number) {
        this.person = person;
        this.member = member;
        this.number = number;
        this.session = member.client();
    }

    TestClient session() {
        return session;
    }

    void session(TestClient opened) {
        session = opened;
    }

    @Override
    public String toString() {
        return person.name() + "/" + number;
    }
}
