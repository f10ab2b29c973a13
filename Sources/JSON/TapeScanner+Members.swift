extension TapeScanner {
    /// Links the newest key into the current object, whose members stay in canonical order. Sorted
    /// input costs one comparison a member.
    mutating func linkMember(
        _ key: UInt32, in text: Span<UInt8>, into nodes: inout MutableSpan<JSONNode>
    ) throws(JSONFault) {
        current.count &+= 1
        guard current.last != 0 else {
            current.first = key
            current.last = key
            return
        }
        guard !current.isSortPending else { return append(key, into: &nodes) }
        switch KeyOrder(nodes[Int(current.last)], nodes[Int(key)], in: text) {
        case .ascending: append(key, into: &nodes)
        case .equal: throw duplicate(nodes[Int(key)])
        case .descending:
            current.isCanonical = false
            if current.count > JSONLimits.insertedMembers {
                current.isSortPending = true
                append(key, into: &nodes)
            } else {
                try insert(key, in: text, into: &nodes)
            }
        }
    }

    private func duplicate(_ key: JSONNode) -> JSONFault {
        JSONFault(.duplicateMember, at: key.rawStart)
    }

    private mutating func append(_ key: UInt32, into nodes: inout MutableSpan<JSONNode>) {
        nodes[Int(current.last)].next = key
        current.last = key
    }

    /// Inserts a key that comes before the last one.
    private mutating func insert(
        _ key: UInt32, in text: Span<UInt8>, into nodes: inout MutableSpan<JSONNode>
    ) throws(JSONFault) {
        var previous: UInt32 = 0
        var following = current.first
        search: while true {
            switch KeyOrder(nodes[Int(following)], nodes[Int(key)], in: text) {
            case .ascending:
                previous = following
                following = nodes[Int(following)].next
            case .equal: throw duplicate(nodes[Int(key)])
            case .descending: break search
            }
        }
        nodes[Int(key)].next = following
        if previous == 0 {
            current.first = key
        } else {
            nodes[Int(previous)].next = key
        }
    }

    /// Merge sort of the linked members, bottom up: `runs[i]` is empty or holds 2^i of them.
    mutating func sortMembers(in text: Span<UInt8>, into nodes: inout MutableSpan<JSONNode>)
        throws(JSONFault)
    {
        runs.removeAll(keepingCapacity: true)
        var rest = current.first
        while rest != 0 {
            var carry = rest
            rest = nodes[Int(rest)].next
            nodes[Int(carry)].next = 0
            var level = 0
            while level < runs.count, runs[level] != 0 {
                carry = try merge(runs[level], carry, in: text, into: &nodes)
                runs[level] = 0
                level += 1
            }
            if level == runs.count {
                runs.append(carry)
            } else {
                runs[level] = carry
            }
        }
        var sorted: UInt32 = 0
        for run in runs where run != 0 {
            sorted = sorted == 0 ? run : try merge(run, sorted, in: text, into: &nodes)
        }
        current.first = sorted
    }

    /// Merges two sorted lists; the names of `later` stand after those of `earlier` in the text.
    private mutating func merge(
        _ earlier: UInt32, _ later: UInt32, in text: Span<UInt8>,
        into nodes: inout MutableSpan<JSONNode>
    ) throws(JSONFault) -> UInt32 {
        var (left, right) = (earlier, later)
        var (head, tail): (UInt32, UInt32) = (0, 0)
        while left != 0 && right != 0 {
            let taken: UInt32
            switch KeyOrder(nodes[Int(left)], nodes[Int(right)], in: text) {
            case .ascending:
                taken = left
                left = nodes[Int(left)].next
            case .descending:
                taken = right
                right = nodes[Int(right)].next
            case .equal:
                current.key = right
                throw duplicate(nodes[Int(right)])
            }
            if head == 0 { head = taken } else { nodes[Int(tail)].next = taken }
            tail = taken
        }
        nodes[Int(tail)].next = left == 0 ? right : left
        return head
    }
}
