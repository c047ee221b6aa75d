package io.millrace.sinks.formats.protobuf;

import io.millrace.sinks.formats.protobuf.ProtoType.Member;
import io.millrace.sinks.formats.protobuf.ProtoType.Message;
import io.millrace.sinks.formats.row.Node;
import io.millrace.sinks.formats.row.Row;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Reads messages of one type into one place of a row, field by field as they come. Not thread-safe. */
final class MessageReader {

    private final Node.Fields node;
    private final int[] numbers; // of the fields, ascending
    private final MemberReader[] members; // of the same
    private int following; // which is probably the next

    /** @param node has the message's fields and maybe more */
    MessageReader(Message type, Node.Fields node) {
        this.node = node;
        List<Member> ascending = type.members().stream()
                .sorted(Comparator.comparingInt(Member::number))
                .toList();
        this.numbers = ascending.stream().mapToInt(Member::number).toArray();
        this.members = ascending.stream()
                .map(member ->
                        MemberReader.of(member, node.children().get(node.names().indexOf(member.name()))))
                .toArray(MemberReader[]::new);
    }

    /** @param end where the message ends */
    void read(ProtoInput in, int end, Row row) {
        row.present(node);
        for (MemberReader member : members) {
            member.begin();
        }
        following = 0;
        while (in.at() < end) {
            int tag = in.readTag();
            MemberReader member = member(tag >>> 3);
            if (member == null) {
                in.skip(tag);
            } else {
                member.read(in, tag, row);
            }
        }
        ProtoInput.check(in.at() == end);
        for (MemberReader member : members) {
            member.end(row);
        }
    }

    /** Null when it is not known. */
    private MemberReader member(int number) {
        int at = following < numbers.length && numbers[following] == number
                ? following
                : Arrays.binarySearch(numbers, number);
        following = at < 0 ? following : at + 1;
        return at < 0 ? null : members[at];
    }
}
