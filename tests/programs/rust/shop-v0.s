	.text
	.file	"shop.67f16be1-cgu.0"
	.section	.text._RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfhEEBJ_,"ax",@progbits
	.p2align	4, 0x90
	.type	_RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfhEEBJ_,@function
_RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfhEEBJ_:
	pushq	%rbp
	movq	%rsp, %rbp
	popq	%rbp
	retq
.Lfunc_end0:
	.size	_RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfhEEBJ_, .Lfunc_end0-_RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfhEEBJ_

	.section	.text._RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfmEEBJ_,"ax",@progbits
	.p2align	4, 0x90
	.type	_RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfmEEBJ_,@function
_RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfmEEBJ_:
	pushq	%rbp
	movq	%rsp, %rbp
	popq	%rbp
	retq
.Lfunc_end1:
	.size	_RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfmEEBJ_, .Lfunc_end1-_RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfmEEBJ_

	.section	.text._RNvXs1_NtCs6IL9ONYDOZW_4core7converthINtB5_4IntoyE4intoCs8sZ503vohST_4shop,"ax",@progbits
	.globl	_RNvXs1_NtCs6IL9ONYDOZW_4core7converthINtB5_4IntoyE4intoCs8sZ503vohST_4shop
	.p2align	4, 0x90
	.type	_RNvXs1_NtCs6IL9ONYDOZW_4core7converthINtB5_4IntoyE4intoCs8sZ503vohST_4shop,@function
_RNvXs1_NtCs6IL9ONYDOZW_4core7converthINtB5_4IntoyE4intoCs8sZ503vohST_4shop:
	pushq	%rbp
	movq	%rsp, %rbp
	movzbl	%dil, %eax
	popq	%rbp
	retq
.Lfunc_end2:
	.size	_RNvXs1_NtCs6IL9ONYDOZW_4core7converthINtB5_4IntoyE4intoCs8sZ503vohST_4shop, .Lfunc_end2-_RNvXs1_NtCs6IL9ONYDOZW_4core7converthINtB5_4IntoyE4intoCs8sZ503vohST_4shop

	.section	.text._RNvXs1_NtCs6IL9ONYDOZW_4core7convertmINtB5_4IntoyE4intoCs8sZ503vohST_4shop,"ax",@progbits
	.globl	_RNvXs1_NtCs6IL9ONYDOZW_4core7convertmINtB5_4IntoyE4intoCs8sZ503vohST_4shop
	.p2align	4, 0x90
	.type	_RNvXs1_NtCs6IL9ONYDOZW_4core7convertmINtB5_4IntoyE4intoCs8sZ503vohST_4shop,@function
_RNvXs1_NtCs6IL9ONYDOZW_4core7convertmINtB5_4IntoyE4intoCs8sZ503vohST_4shop:
	pushq	%rbp
	movq	%rsp, %rbp
	movl	%edi, %eax
	popq	%rbp
	retq
.Lfunc_end3:
	.size	_RNvXs1_NtCs6IL9ONYDOZW_4core7convertmINtB5_4IntoyE4intoCs8sZ503vohST_4shop, .Lfunc_end3-_RNvXs1_NtCs6IL9ONYDOZW_4core7convertmINtB5_4IntoyE4intoCs8sZ503vohST_4shop

	.section	.text._RNvMCs8sZ503vohST_4shopINtB2_5ShelfhE4takeB2_,"ax",@progbits
	.globl	_RNvMCs8sZ503vohST_4shopINtB2_5ShelfhE4takeB2_
	.p2align	4, 0x90
	.type	_RNvMCs8sZ503vohST_4shopINtB2_5ShelfhE4takeB2_,@function
_RNvMCs8sZ503vohST_4shopINtB2_5ShelfhE4takeB2_:
	pushq	%rbp
	movq	%rsp, %rbp
	movzbl	(%rdi), %edi
	imulq	%rsi, %rdi
	callq	*malloc@GOTPCREL(%rip)
	movb	$1, (%rax)
	popq	%rbp
	retq
.Lfunc_end4:
	.size	_RNvMCs8sZ503vohST_4shopINtB2_5ShelfhE4takeB2_, .Lfunc_end4-_RNvMCs8sZ503vohST_4shopINtB2_5ShelfhE4takeB2_

	.section	.text._RNvMCs8sZ503vohST_4shopINtB2_5ShelfmE4takeB2_,"ax",@progbits
	.globl	_RNvMCs8sZ503vohST_4shopINtB2_5ShelfmE4takeB2_
	.p2align	4, 0x90
	.type	_RNvMCs8sZ503vohST_4shopINtB2_5ShelfmE4takeB2_,@function
_RNvMCs8sZ503vohST_4shopINtB2_5ShelfmE4takeB2_:
	pushq	%rbp
	movq	%rsp, %rbp
	movl	(%rdi), %edi
	imulq	%rsi, %rdi
	callq	*malloc@GOTPCREL(%rip)
	movb	$1, (%rax)
	popq	%rbp
	retq
.Lfunc_end5:
	.size	_RNvMCs8sZ503vohST_4shopINtB2_5ShelfmE4takeB2_, .Lfunc_end5-_RNvMCs8sZ503vohST_4shopINtB2_5ShelfmE4takeB2_

	.section	.text._RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfhENtB4_4Keep4keepB4_,"ax",@progbits
	.globl	_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfhENtB4_4Keep4keepB4_
	.p2align	4, 0x90
	.type	_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfhENtB4_4Keep4keepB4_,@function
_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfhENtB4_4Keep4keepB4_:
	pushq	%rbp
	movq	%rsp, %rbp
	callq	*_RNvMCs8sZ503vohST_4shopINtB2_5ShelfhE4takeB2_@GOTPCREL(%rip)
	movb	$2, (%rax)
	popq	%rbp
	retq
.Lfunc_end6:
	.size	_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfhENtB4_4Keep4keepB4_, .Lfunc_end6-_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfhENtB4_4Keep4keepB4_

	.section	.text._RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfmENtB4_4Keep4keepB4_,"ax",@progbits
	.globl	_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfmENtB4_4Keep4keepB4_
	.p2align	4, 0x90
	.type	_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfmENtB4_4Keep4keepB4_,@function
_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfmENtB4_4Keep4keepB4_:
	pushq	%rbp
	movq	%rsp, %rbp
	callq	*_RNvMCs8sZ503vohST_4shopINtB2_5ShelfmE4takeB2_@GOTPCREL(%rip)
	movb	$2, (%rax)
	popq	%rbp
	retq
.Lfunc_end7:
	.size	_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfmENtB4_4Keep4keepB4_, .Lfunc_end7-_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfmENtB4_4Keep4keepB4_

	.section	.text._RINvNtCs8sZ503vohST_4shop4till4eachNCNvB2_4open0EB4_,"ax",@progbits
	.globl	_RINvNtCs8sZ503vohST_4shop4till4eachNCNvB2_4open0EB4_
	.p2align	4, 0x90
	.type	_RINvNtCs8sZ503vohST_4shop4till4eachNCNvB2_4open0EB4_,@function
_RINvNtCs8sZ503vohST_4shop4till4eachNCNvB2_4open0EB4_:
	.cfi_startproc
	pushq	%rbp
	.cfi_def_cfa_offset 16
	.cfi_offset %rbp, -16
	movq	%rsp, %rbp
	.cfi_def_cfa_register %rbp
	pushq	%r15
	pushq	%r14
	pushq	%rbx
	subq	$24, %rsp
	.cfi_offset %rbx, -40
	.cfi_offset %r14, -32
	.cfi_offset %r15, -24
	movq	%rsi, -40(%rbp)
	movq	%rdx, -32(%rbp)
	testq	%rdi, %rdi
	setne	%al
	je	.LBB8_3
	movq	%rdi, %r15
	xorl	%ebx, %ebx
	leaq	-40(%rbp), %r14
	.p2align	4, 0x90
.LBB8_2:
	movzbl	%al, %eax
	andl	$1, %eax
	addq	%rax, %rbx
	movq	%r14, %rdi
	callq	_RNCNvNtCs8sZ503vohST_4shop4till4open0B5_
	movb	$3, (%rax)
	cmpq	%r15, %rbx
	setb	%al
	jb	.LBB8_2
.LBB8_3:
	addq	$24, %rsp
	popq	%rbx
	popq	%r14
	popq	%r15
	popq	%rbp
	.cfi_def_cfa %rsp, 8
	retq
.Lfunc_end8:
	.size	_RINvNtCs8sZ503vohST_4shop4till4eachNCNvB2_4open0EB4_, .Lfunc_end8-_RINvNtCs8sZ503vohST_4shop4till4eachNCNvB2_4open0EB4_
	.cfi_endproc

	.section	.text._RNvNtCs8sZ503vohST_4shop4till4open,"ax",@progbits
	.globl	_RNvNtCs8sZ503vohST_4shop4till4open
	.p2align	4, 0x90
	.type	_RNvNtCs8sZ503vohST_4shop4till4open,@function
_RNvNtCs8sZ503vohST_4shop4till4open:
	pushq	%rbp
	movq	%rsp, %rbp
	callq	*_RINvNtCs8sZ503vohST_4shop4till4eachNCNvB2_4open0EB4_@GOTPCREL(%rip)
	popq	%rbp
	retq
.Lfunc_end9:
	.size	_RNvNtCs8sZ503vohST_4shop4till4open, .Lfunc_end9-_RNvNtCs8sZ503vohST_4shop4till4open

	.section	.text._RNCNvNtCs8sZ503vohST_4shop4till4open0B5_,"ax",@progbits
	.p2align	4, 0x90
	.type	_RNCNvNtCs8sZ503vohST_4shop4till4open0B5_,@function
_RNCNvNtCs8sZ503vohST_4shop4till4open0B5_:
	pushq	%rbp
	movq	%rsp, %rbp
	movq	(%rdi), %rax
	movq	8(%rdi), %rcx
	movl	$4, %esi
	movq	%rax, %rdi
	callq	*24(%rcx)
	movb	$4, (%rax)
	popq	%rbp
	retq
.Lfunc_end10:
	.size	_RNCNvNtCs8sZ503vohST_4shop4till4open0B5_, .Lfunc_end10-_RNCNvNtCs8sZ503vohST_4shop4till4open0B5_

	.section	.text.shop_open,"ax",@progbits
	.globl	shop_open
	.p2align	4, 0x90
	.type	shop_open,@function
shop_open:
	pushq	%rbp
	movq	%rsp, %rbp
	pushq	%r14
	pushq	%rbx
	movq	%rdi, %rbx
	leaq	.L__unnamed_1(%rip), %rsi
	leaq	.L__unnamed_2(%rip), %rdx
	movq	_RNvNtCs8sZ503vohST_4shop4till4open@GOTPCREL(%rip), %r14
	callq	*%r14
	leaq	.L__unnamed_3(%rip), %rsi
	leaq	.L__unnamed_4(%rip), %rdx
	movq	%rbx, %rdi
	callq	*%r14
	popq	%rbx
	popq	%r14
	popq	%rbp
	retq
.Lfunc_end11:
	.size	shop_open, .Lfunc_end11-shop_open

	.type	.L__unnamed_1,@object
	.section	.rodata.cst4,"aM",@progbits,4
	.p2align	2
.L__unnamed_1:
	.asciz	"\020\000\000"
	.size	.L__unnamed_1, 4

	.type	.L__unnamed_2,@object
	.section	.data.rel.ro..L__unnamed_2,"aw",@progbits
	.p2align	3
.L__unnamed_2:
	.quad	_RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfmEEBJ_
	.asciz	"\004\000\000\000\000\000\000\000\004\000\000\000\000\000\000"
	.quad	_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfmENtB4_4Keep4keepB4_
	.size	.L__unnamed_2, 32

	.type	.L__unnamed_3,@object
	.section	.rodata..L__unnamed_3,"a",@progbits
.L__unnamed_3:
	.byte	8
	.size	.L__unnamed_3, 1

	.type	.L__unnamed_4,@object
	.section	.data.rel.ro..L__unnamed_4,"aw",@progbits
	.p2align	3
.L__unnamed_4:
	.quad	_RINvNtCs6IL9ONYDOZW_4core3ptr13drop_in_placeINtCs8sZ503vohST_4shop5ShelfhEEBJ_
	.asciz	"\001\000\000\000\000\000\000\000\001\000\000\000\000\000\000"
	.quad	_RNvXs_Cs8sZ503vohST_4shopINtB4_5ShelfhENtB4_4Keep4keepB4_
	.size	.L__unnamed_4, 32

	.section	".note.GNU-stack","",@progbits
